"""One record of every built-in type, and how the admin names its model."""

from tests.tenants import Tenant

MODELS = (
    "crm_company",
    "crm_contact",
    "crm_deal",
    "crm_lead",
    "crm_task",
    "crm_note",
    "crm_call",
    "crm_textmessage",
    "crm_visit",
    "crm_document",
    "crm_collaboration",
    "crm_associatedcontact",
    "crm_leadconversion",
    "crm_product",
    "crm_order",
    "crm_lineitem",
    "crm_tag",
    "crm_pipeline",
    "crm_stage",
    "crm_source",
    "crm_lossreason",
    "crm_unqualifiedreason",
    "crm_calloutcome",
    "crm_visitoutcome",
    "crm_configuration",
    "crm_automationrule",
)


def populate(tenant: Tenant) -> dict[str, int]:
    company = tenant.make(
        "companies",
        name="Acme",
        website="https://acme.example",
        address={"line1": "Road 1", "city": "Ulm"},
        tags=["key, account"],
    )
    contact = tenant.make(
        "contacts",
        first_name="Ada",
        last_name="Lovelace",
        email="ada@acme.example",
        company_id=company,
        tags=["vip", "key, account"],
    )
    deal = tenant.make(
        "deals", name="Engine", amount="5000.5", contact_id=contact, tags=["big"]
    )
    pipeline = tenant.make("pipelines", name="Partners")
    product = tenant.make(
        "products",
        name="Engine No. 2",
        sku="E-2",
        prices=[{"amount": 1250, "currency": "EUR"}],
    )
    order = tenant.make("orders", deal_id=deal, discount=5)
    return {
        "crm_company": company,
        "crm_contact": contact,
        "crm_deal": deal,
        "crm_lead": tenant.make("leads", first_name="Lee", tags=["fair"]),
        "crm_task": tenant.make(
            "tasks", text="Call", contact_id=contact, due_date="2026-01-01T10:00:00Z"
        ),
        "crm_note": tenant.make(
            "contact_notes",
            contact_id=contact,
            text="Hello\nagain",
            tags=["first"],
            attachments=[{"url": "javascript:alert(1)"}],
        ),
        "crm_call": tenant.make(
            "calls",
            summary="Rang back",
            contact_id=contact,
            associated_deal_ids=[deal],
        ),
        "crm_textmessage": tenant.make(
            "text_messages", content="At ten?", contact_id=contact
        ),
        "crm_visit": tenant.make("visits", summary="Saw it", company_id=company),
        "crm_document": tenant.make(
            "documents",
            name="offer.pdf",
            download_url="https://acme.example/offer.pdf",
            deal_id=deal,
        ),
        "crm_collaboration": tenant.make(
            "collaborations", deal_id=deal, collaborator_id=tenant.user.pk
        ),
        "crm_leadconversion": tenant.make(
            "lead_conversions", lead_id=tenant.make("leads", last_name="Before")
        ),
        "crm_product": product,
        "crm_order": order,
        "crm_lineitem": tenant.make(
            "line_items", order_id=order, product_id=product, currency="EUR"
        ),
        "crm_associatedcontact": tenant.make(
            "associated_contacts", deal_id=deal, company_id=company
        ),
        "crm_tag": tenant.make("tags", name="spare"),
        "crm_pipeline": pipeline,
        "crm_stage": tenant.make("stages", name="Signed", pipeline_id=pipeline),
        "crm_source": tenant.make("deal_sources", name="Fair"),
        "crm_lossreason": tenant.make("loss_reasons", name="Price"),
        "crm_unqualifiedreason": tenant.make("lead_unqualified_reasons", name="Spam"),
        "crm_calloutcome": tenant.make("call_outcomes", name="Line busy"),
        "crm_visitoutcome": tenant.make("visit_outcomes", name="Moved away"),
        "crm_configuration": tenant.make("configuration", config={"theme": ["dark"]}),
        "crm_automationrule": tenant.make(
            "automation_rules", name="Greet", workflow_definition={"nodes": []}
        ),
    }


ADD_QUERIES = {
    "crm_source": "type=deal_sources",
    "crm_unqualifiedreason": "type=lead_unqualified_reasons",
}
"""What chooses the type of a new record where a model keeps several."""
