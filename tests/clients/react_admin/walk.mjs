// Walks through everything that the stock data provider of react-admin can do, against
// the server at the address in the first argument with the key in the second. Writes
// one JSON object: what each call gave. Judges nothing; the tests do.

import simpleRestProvider from "ra-data-simple-rest";
import { fetchUtils } from "ra-core";

const [, , address, key] = process.argv;
const sent = [];

const fetchWith = (credential) => (url, options = {}) => {
  const headers = new Headers(options.headers ?? { Accept: "application/json" });
  if (credential) {
    headers.set("Authorization", `Bearer ${credential}`);
  }
  sent.push({ method: options.method ?? "GET", url: decodeURIComponent(url) });
  return fetchUtils.fetchJson(url, { ...options, headers });
};
const provider = simpleRestProvider(`${address}/api`, fetchWith(key));
const strangers = simpleRestProvider(`${address}/api`, fetchWith(null));
const counting = simpleRestProvider(`${address}/api`, fetchWith(key), "X-Total-Count");

const page = (number, perPage) => ({ page: number, perPage });
const by = (field, order) => ({ field, order });
const ids = ({ data, total }) => ({ ids: data.map(({ id }) => id), total });

// What react-admin would show, and put beside the fields of its form.
const failure = async (call) => {
  try {
    return { unexpected: await call() };
  } catch (error) {
    return { status: error.status, message: error.message, body: error.body };
  }
};

const readLists = async () => ({
  plain: ids(await provider.getList("contacts", {})),
  unsorted: ids(
    await provider.getList("contacts", { pagination: page(1, 10), filter: {} }),
  ),
  secondPage: ids(
    await provider.getList("contacts", {
      pagination: page(2, 25),
      sort: by("id", "ASC"),
      filter: {},
    }),
  ),
  lastPage: ids(
    await provider.getList("contacts", {
      pagination: page(3, 25),
      sort: by("id", "ASC"),
      filter: {},
    }),
  ),
  sorted: await provider.getList("contacts", {
    pagination: page(1, 3),
    sort: by("first_name", "DESC"),
    filter: {},
  }),
  searched: await provider.getList("contacts", {
    pagination: page(1, 10),
    sort: by("id", "ASC"),
    filter: { q: "person 07" },
  }),
  filtered: ids(
    await provider.getList("contacts", {
      pagination: page(1, 5),
      sort: by("id", "DESC"),
      filter: { last_name: "Odd", first_name_gte: "Person 50" },
    }),
  ),
  embedded: ids(
    await provider.getList("contacts", {
      pagination: page(1, 2),
      sort: by("id", "ASC"),
      filter: {},
      meta: { embed: ["company"] },
    }),
  ),
  counted: ids(
    await counting.getList("contacts", {
      pagination: page(1, 2),
      sort: by("id", "ASC"),
      filter: {},
    }),
  ),
});

const readRecords = async (contactIds) => ({
  one: await provider.getOne("contacts", { id: contactIds[4] }),
  many: ids(await provider.getMany("contacts", { ids: contactIds.slice(0, 60) })),
  none: ids(await provider.getMany("contacts", { ids: [] })),
  reference: await provider.getManyReference("contact_notes", {
    target: "contact_id",
    id: contactIds[0],
    pagination: page(1, 2),
    sort: by("title", "ASC"),
    filter: {},
  }),
});

const write = async () => {
  const { data: created } = await provider.create("contacts", {
    data: { first_name: "Ada", last_name: "Lovelace", tags: ["speaker"] },
  });
  // A form sends back the whole record as it was read, with one field changed.
  const { data: updated } = await provider.update("contacts", {
    id: created.id,
    data: { ...created, email: "ada@example.com" },
    previousData: created,
  });
  const { data: unchanged } = await provider.update("contacts", {
    id: created.id,
    data: updated,
    previousData: updated,
  });
  return { created, updated, unchanged };
};

// Every type there is: read the first record and save it as it was read.
const saveAsRead = async (resources) => {
  const saved = {};
  for (const resource of resources) {
    const { data } = await provider.getList(resource, { filter: {} });
    const { data: after } = await provider.update(resource, {
      id: data[0].id,
      data: data[0],
      previousData: data[0],
    });
    saved[resource] = { before: data[0], after };
  }
  return saved;
};

const writeMany = async (contactIds) => {
  const three = contactIds.slice(10, 13);
  const changed = await provider.updateMany("contacts", {
    ids: three,
    data: { industry: "Computing" },
  });
  return {
    three,
    changed,
    after: await provider.getList("contacts", { filter: { industry: "Computing" } }),
  };
};

const remove = async (contactIds, tagIds) => {
  const [gone, ...two] = contactIds.slice(20, 23);
  const before = await provider.getList("contacts", { filter: {} });
  return {
    gone,
    two,
    before: before.total,
    archived: await provider.delete("contacts", {
      id: gone,
      previousData: { id: gone },
    }),
    archivedMany: await provider.deleteMany("contacts", { ids: two }),
    after: (await provider.getList("contacts", { filter: {} })).total,
    tag: await provider.delete("tags", { id: tagIds[0], previousData: {} }),
    tags: await provider.deleteMany("tags", { ids: tagIds.slice(1) }),
    again: await failure(() => provider.getOne("contacts", { id: gone })),
  };
};

const fail = async () => ({
  required: await failure(() =>
    provider.create("companies", { data: { domain: "engines.example" } }),
  ),
  several: await failure(() =>
    provider.create("contacts", {
      data: { first_name: "x".repeat(300), company_id: 999999 },
    }),
  ),
  missing: await failure(() => provider.getOne("contacts", { id: 999999 })),
  updateMissing: await failure(() =>
    provider.update("contacts", { id: 999999, data: { first_name: "x" } }),
  ),
  question: await failure(() =>
    provider.getList("contacts", { filter: { no_such_field: 1 } }),
  ),
  resource: await failure(() => provider.getList("unicorns", { filter: {} })),
  credential: await failure(() => strangers.getList("contacts", { filter: {} })),
});

const everyContact = await provider.getList("contacts", {
  pagination: page(1, 1000),
  filter: {},
});
const contactIds = everyContact.data.map(({ id }) => id).sort((a, b) => a - b);
const tags = await provider.getList("tags", { filter: {} });

const report = {
  contactIds,
  lists: await readLists(),
  records: await readRecords(contactIds),
  saved: await saveAsRead(["contacts", "companies", "deals", "tasks", "contact_notes"]),
  written: await write(),
  many: await writeMany(contactIds),
  failures: await fail(),
  removed: await remove(
    contactIds,
    tags.data.filter(({ name }) => name.startsWith("spare")).map(({ id }) => id),
  ),
  sent,
};
process.stdout.write(JSON.stringify(report));
