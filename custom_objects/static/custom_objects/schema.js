/* The page of an object: cards of fields that are added, moved and taken out, settings
   that follow the type, choices edited in place, and the slug told while one types. */

"use strict";

const answersOf = (types, slug) => types[slug] ?? {};

async function proposedSlug(url, parameters) {
  const query = new URLSearchParams(parameters);
  const answer = await fetch(`${url}?${query}`, { credentials: "same-origin" });
  return answer.ok ? (await answer.json()).slug : "";
}

document.addEventListener("alpine:init", () => {
  const types = JSON.parse(document.getElementById("field-types").textContent);

  /* The whole form. */
  Alpine.data("objectForm", () => ({
    next: 0,
    slug: "",
    icon: "",
    timer: null, // undeclared, it would be shared with the whole page

    init() {
      this.next = Number(this.$root.dataset.total);
      this.icon = this.$root.dataset.icon;
      const name = this.$root.querySelector("[name=label_plural]");
      if (!this.$root.dataset.object && name) {
        name.addEventListener("input", () => this.propose(name.value));
        this.propose(name.value);
      }
    },

    propose(label) {
      clearTimeout(this.timer);
      this.timer = setTimeout(async () => {
        this.slug = label ? await proposedSlug(this.$root.dataset.slugUrl, { label }) : "";
      }, 200);
    },

    get shownIcon() {
      return this.icon || this.$root.dataset.usualIcon;
    },

    add() {
      const html = this.$refs.empty.innerHTML.replaceAll("__prefix__", this.next++);
      this.$refs.cards.insertAdjacentHTML("beforeend", html);
      const card = this.$refs.cards.lastElementChild;
      this.$nextTick(() => card.querySelector("[name$=-label]").focus());
    },

    cards() {
      return [...this.$refs.cards.children].filter((one) => one.matches("[data-card]"));
    },

    /* Tell the places of the cards, as they stand now. */
    number() {
      this.cards().forEach((card, place) => {
        card.querySelector("[name$=-place]").value = place;
      });
      this.$refs.total.value = this.next;
    },
  }));

  /* One field. */
  Alpine.data("fieldCard", () => ({
    label: "",
    type: "",
    slug: "",
    typed: "",
    open: false,
    removed: false,
    isStored: false,
    timer: null,

    init() {
      const data = this.$root.dataset;
      this.label = data.label;
      this.type = data.type || Object.keys(types)[0];
      this.isStored = data.stored !== "";
      this.open = data.open === "yes";
      this.removed = data.removed === "yes";
      this.slug = data.stored;
      if (!this.isStored) {
        this.$watch("label", () => this.propose());
        this.$watch("type", () => this.start());
        if (data.label === "") this.start();
        this.propose();
      }
      this.$nextTick(() => this.follow());
    },

    get answers() {
      return answersOf(types, this.type);
    },

    get shownSlug() {
      return this.typed || this.slug;
    },

    /* A new field begins as is usual for its type. */
    start() {
      const box = this.$root.querySelector("[name$=-is_filterable]");
      if (box) box.checked = this.answers.is_filtered_at_first;
    },

    propose() {
      clearTimeout(this.timer);
      this.timer = setTimeout(async () => {
        const form = this.$root.closest("form");
        const others = [...form.querySelectorAll("[data-card]")]
          .filter((one) => one !== this.$root && one.dataset.stored === "")
          .map((one) => one.dataset.slug)
          .filter(Boolean);
        const parameters = [
          ["of", "field"],
          ["object", form.dataset.object],
          ["label", this.label],
          ...others.map((one) => ["taken", one]),
        ];
        this.slug = this.label ? await proposedSlug(form.dataset.slugUrl, parameters) : "";
        this.$root.dataset.slug = this.slug;
      }, 200);
    },

    /* Show of a list in groups only the group that another choice names. */
    follow() {
      for (const select of this.$root.querySelectorAll("[data-follows] select")) {
        const name = select.closest("[data-follows]").dataset.follows;
        const source = this.$root.querySelector(`[name$="-${name}"]`);
        const narrow = () => {
          const chosen = source.selectedOptions[0]?.text;
          const value = select.value;
          for (const group of select.querySelectorAll("optgroup")) {
            group.disabled = group.hidden = group.label !== chosen;
          }
          const kept = [...select.querySelectorAll("optgroup:not([disabled]) option")];
          const same = kept.find((one) => one.value === value);
          if (same) same.selected = true;
          else if (value) select.value = "";
        };
        source.addEventListener("change", narrow);
        narrow();
      }
    },

    toggle() {
      if (!this.removed) this.open = !this.open;
    },

    move(step) {
      const card = this.$root;
      const other = step < 0 ? card.previousElementSibling : card.nextElementSibling;
      if (!other) return;
      if (step < 0) other.before(card);
      else other.after(card);
    },

    /* A stored field is archived with the next save, a new one was never there. */
    remove() {
      if (!this.isStored) {
        this.$root.remove();
        return;
      }
      this.removed = true;
      this.open = false;
      this.$root.querySelector("[name$=-removed]").value = "on";
    },

    keep() {
      this.removed = false;
      this.$root.querySelector("[name$=-removed]").value = "";
    },
  }));

  /* The choices of a field, kept as JSON in a hidden input. */
  Alpine.data("optionList", () => ({
    rows: [],
    gone: [],
    palette: [
      "#9e9e9e", "#ef5350", "#ec407a", "#ab47bc", "#5c6bc0", "#1e88e5",
      "#00acc1", "#00897b", "#43a047", "#c0ca33", "#ffb300", "#f4511e",
    ],
    coloring: null,
    input: null,
    key: 0,

    init() {
      this.input = this.$root.querySelector("[name$=-options]");
      this.rows = JSON.parse(this.input.value || "[]").map((one) => this.keyed(one));
      // Archived ones, and those taken out before the page came back unsaved.
      const ids = new Set(this.rows.map((one) => one.id));
      const known = JSON.parse(this.$root.dataset.known || "[]");
      this.gone = known.filter((one) => !ids.has(one.id));
      this.$watch("rows", () => this.keep());
    },

    keyed(one) {
      return { color: "", ...one, key: this.key++ };
    },

    keep() {
      const rows = this.rows.map(({ key, ...one }) => one);
      this.input.value = JSON.stringify(rows);
    },

    add(name = "", at = this.rows.length) {
      this.rows.splice(at, 0, this.keyed({ name }));
      this.$nextTick(() => {
        this.$root.querySelectorAll("[data-option]")[at]?.focus();
      });
    },

    /* Several lines are several choices. */
    paste(event, index) {
      const lines = event.clipboardData.getData("text").split(/\r?\n/);
      const names = lines.map((one) => one.trim()).filter(Boolean);
      if (names.length < 2) return;
      event.preventDefault();
      const first = this.rows[index];
      if (!first.name) first.name = names.shift();
      names.forEach((name, offset) => {
        this.rows.splice(index + 1 + offset, 0, this.keyed({ name }));
      });
    },

    move(index, step) {
      const [one] = this.rows.splice(index, 1);
      this.rows.splice(index + step, 0, one);
    },

    remove(index) {
      const [one] = this.rows.splice(index, 1);
      if (one.id) this.gone.push(one);
    },

    restore(index) {
      const [one] = this.gone.splice(index, 1);
      this.rows.push(this.keyed(one));
    },
  }));
});
