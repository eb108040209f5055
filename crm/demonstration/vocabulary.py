"""Which words is the demo organization written in?"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Trade:
    """A line of business: how companies in it are named, and what they buy."""

    industry: str
    names: tuple[str, ...]
    products: tuple[str, ...]


TRADES = (
    Trade(
        "Logistics",
        ("Logistics", "Freight", "Cargo", "Forwarding"),
        ("Fleet tracking", "Depot scheduling", "Customs paperwork"),
    ),
    Trade(
        "Manufacturing",
        ("Works", "Tooling", "Castings", "Components"),
        ("Quality inspection", "Spare parts portal", "Line monitoring"),
    ),
    Trade(
        "Software",
        ("Software", "Systems", "Labs", "Data"),
        ("Single sign-on", "Support desk", "Usage reports"),
    ),
    Trade(
        "Health care",
        ("Clinics", "Diagnostics", "Medical", "Care"),
        ("Appointment booking", "Patient letters", "Device service"),
    ),
    Trade(
        "Construction",
        ("Construction", "Builders", "Timber", "Roofing"),
        ("Site diary", "Crane rental", "Tender package"),
    ),
    Trade(
        "Energy",
        ("Solar", "Energy", "Wind", "Grid Services"),
        ("Rooftop study", "Meter rollout", "Maintenance contract"),
    ),
    Trade(
        "Food",
        ("Foods", "Bakeries", "Farms", "Coffee"),
        ("Shelf planning", "Cold chain audit", "Seasonal campaign"),
    ),
    Trade(
        "Finance",
        ("Capital", "Insurance", "Advisors", "Leasing"),
        ("Client portal", "Risk review", "Document archive"),
    ),
    Trade(
        "Education",
        ("Academy", "Press", "Learning", "Institute"),
        ("Course catalog", "Exam platform", "Staff training"),
    ),
    Trade(
        "Retail",
        ("Stores", "Outfitters", "Trading", "Furniture"),
        ("Store rollout", "Loyalty program", "Returns desk"),
    ),
)

CURRENCY = "USD"
PRICES = {
    product: price
    for trade in TRADES
    for product, price in zip(trade.products, (50, 100, 250), strict=True)
}
"""What one of a product costs; deals are worth a number of one product."""
MOST_DISCOUNT = 20
"""Percent that may be taken off a price."""

CATEGORIES = ("Customer", "Prospect", "Partner", "Supplier")
SIZES = ("1-10", "11-50", "51-200", "201-500", "501-1000", "1001+")


@dataclass(frozen=True, slots=True)
class City:
    """A place with what its addresses and telephone numbers begin with."""

    name: str
    state: str
    postal: str
    dialing: str


CITIES = (
    City("Albany", "New York", "122", "518"),
    City("Ann Arbor", "Michigan", "481", "734"),
    City("Asheville", "North Carolina", "288", "828"),
    City("Austin", "Texas", "787", "512"),
    City("Baltimore", "Maryland", "212", "410"),
    City("Boise", "Idaho", "837", "208"),
    City("Boston", "Massachusetts", "021", "617"),
    City("Burlington", "Vermont", "054", "802"),
    City("Cleveland", "Ohio", "441", "216"),
    City("Denver", "Colorado", "802", "303"),
    City("Duluth", "Minnesota", "558", "218"),
    City("Eugene", "Oregon", "974", "541"),
    City("Kansas City", "Missouri", "641", "816"),
    City("Louisville", "Kentucky", "402", "502"),
    City("Madison", "Wisconsin", "537", "608"),
    City("Mobile", "Alabama", "366", "251"),
    City("Nashville", "Tennessee", "372", "615"),
    City("Omaha", "Nebraska", "681", "402"),
    City("Pittsburgh", "Pennsylvania", "152", "412"),
    City("Portland", "Maine", "041", "207"),
    City("Sacramento", "California", "958", "916"),
    City("Santa Fe", "New Mexico", "875", "505"),
    City("Savannah", "Georgia", "314", "912"),
    City("Spokane", "Washington", "992", "509"),
)

TITLES = (
    "Managing Director",
    "Head of Purchasing",
    "Operations Manager",
    "Buyer",
    "Chief Financial Officer",
    "Head of IT",
    "Plant Manager",
    "Office Manager",
    "Marketing Manager",
    "Project Manager",
    "Account Manager",
    "Controller",
)

CONTACT_SOURCES = ("Website", "Trade fair", "Referral", "Newsletter", "Cold call")
CONTACT_STATUSES = ("New", "Active", "Active", "Active", "Quiet")
LEAD_STATUSES = ("New", "New", "Contacted", "Working", "Unqualified")
INDEPENDENT_DOMAIN = "post.example"
"""Where people without a company have their mailbox."""

LOST_BECAUSE = ("Price", "Went with a competitor", "Project canceled", "No answer")
DEAL_UNQUALIFIED_BECAUSE = ("No budget", "Too small", "Not our market")
DEAL_SOURCES = ("Website", "Trade fair", "Referral", "Existing customer")
LEAD_SOURCES = ("Website", "Trade fair", "Referral", "Newsletter")

# Name and color.
CONTACT_TAGS = (
    ("key account", "#b91c1c"),
    ("newsletter", "#1d4ed8"),
    ("decision maker", "#7c3aed"),
    ("reference customer", "#047857"),
    ("trade fair", "#b45309"),
    ("do not call", "#374151"),
)
DEAL_TAGS = (
    ("renewal", "#047857"),
    ("upsell", "#1d4ed8"),
    ("public tender", "#7c3aed"),
    ("at risk", "#b91c1c"),
)
LEAD_TAGS = (("webinar", "#1d4ed8"), ("trade fair", "#b45309"))
NOTE_TAGS = ("call", "meeting", "e-mail")

DEAL_PHASES = ("", ", pilot", ", rollout", ", renewal", ", extension", ", phase two")

NOTES = (
    (
        "First call",
        (
            "They use spreadsheets today and want to stop before the next quarter."
            " {person} asks for two references."
        ),
    ),
    (
        "Meeting on site",
        (
            "Walked through the current process with {person}. Three teams would use it;"
            " the works council wants to see it first."
        ),
    ),
    (
        "Budget",
        (
            "{person} has a budget of about {amount} for this year and decides together"
            " with finance."
        ),
    ),
    (
        "Introduction",
        (
            "Met {person} at the trade fair. Interested in {product}, wants material by"
            " e-mail and a call in two weeks."
        ),
    ),
    (
        "Competitor",
        (
            "A competitor has offered too. What counts for {person}: one contact person"
            " and delivery before the season."
        ),
    ),
    (
        "Contract details",
        (
            "Legal wants payment within 45 days and a clause on data export. Both are"
            " fine with us."
        ),
    ),
    (
        "Satisfied",
        "{person} is happy with {product} and would speak at our customer day.",
    ),
)

# What to do, of which type, and the steps it can be split into.
TASKS = (
    (
        "Call {person} about {product}",
        "Call",
        ("Read the last notes", "Send the summary"),
    ),
    (
        "Send {company} the quote for {product}",
        "Quote",
        ("Check prices with finance", "Have it signed", "Send by e-mail and mail"),
    ),
    (
        "Prepare the demo for {company}",
        "Meeting",
        ("Book a room", "Load their sample data", "Rehearse"),
    ),
    ("Ask {person} for a reference", "E-mail", ("Draft the text", "Get approval")),
    (
        "Follow up with {person} after the meeting",
        "Follow-up",
        ("Write the minutes", "Agree on a next date"),
    ),
    ("Review the contract with {company}", "Contract", ("Legal", "Finance")),
    ("Invite {person} to the customer day", "E-mail", ("List of guests", "Invite")),
)

REACHED = "Reached"
# How it ended, and what is remembered of it.
CALLS = (
    (REACHED, "{person} wants the figures of last year, by e-mail."),
    (REACHED, "Went through the quote with {person}; two questions are open."),
    (REACHED, "{person} asks to be called again after the holidays."),
    (REACHED, "Agreed on a date for the demo with {person}."),
    ("Left a message", "Asked {person} to call back about the contract."),
    ("No answer", "Tried to reach {person} before the meeting."),
    ("Wrong number", "The number of {person} has changed."),
)
# The text, and whether it came from them.
TEXT_MESSAGES = (
    ("On my way, five minutes late.", False),
    ("The quote is in your mailbox.", False),
    ("Thursday at ten works for us.", True),
    ("Can you call me after lunch?", True),
)
VISITS = (
    ("Met", "Showed the pilot to the whole team of {company}."),
    ("Met", "Yearly review with {company}: renewal is likely."),
    ("Nobody there", "The gate of {company} was closed; left a card."),
)
VISIT_PLACES = ("verified", "verified", "location_unknown")

ORGANIZATION = "Dragoman Demo"
ADMINISTRATOR = ("Robin", "Castellan")


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who works in the demo organization but cannot sign in."""

    first_name: str
    last_name: str
    role: str

    @property
    def email(self) -> str:
        """Return the address, which no mail server will ever accept."""
        return f"{self.first_name}.{self.last_name}@dragoman.example".lower()


# The members own accounts, the others only belong to the organization.
COLLEAGUES = (
    Colleague("Amara", "Okafor", "member"),
    Colleague("Jonas", "Lindqvist", "member"),
    Colleague("Mei", "Tanaka", "member"),
    Colleague("Elena", "Petrova", "admin"),
    Colleague("Samuel", "Brandt", "viewer"),
)

CONFIGURATION = {
    "title": ORGANIZATION,
    "companySectors": [
        {"value": trade.industry.lower().replace(" ", "-"), "label": trade.industry}
        for trade in TRADES
    ],
    "dealCategories": sorted({product for one in TRADES for product in one.products}),
    "noteStatuses": [{"value": one, "label": one.capitalize()} for one in NOTE_TAGS],
    "taskTypes": sorted({kind for _text, kind, _steps in TASKS}),
}

AUTOMATION_RULE = {
    "name": "Send the contract when a deal is won",
    "enabled": True,
    "workflow_definition": {
        "nodes": [
            {
                "id": "won",
                "type": "trigger_event",
                "position": {"x": 0, "y": 0},
                "data": {"event": "deal.stage_changed"},
            },
            {
                "id": "task",
                "type": "action_crm",
                "position": {"x": 0, "y": 160},
                "data": {
                    "action": "create_task",
                    "params": {
                        "text": "Send the contract for {{trigger_data.dealName}}",
                        "type": "Contract",
                    },
                },
            },
        ],
        "edges": [{"id": "won-task", "source": "won", "target": "task"}],
    },
}
