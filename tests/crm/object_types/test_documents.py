"""Documents."""

from crm.models import Document


def test_a_document_reads_as_it_was_written(tenant):
    deal = tenant.make("deals", name="Big")
    values = {
        "name": "offer.pdf",
        "content_type": "application/pdf",
        "size": 2**53 - 1,
        "download_url": "https://example.com/offer.pdf",
        "resource_type": "deal",
        "resource_id": deal,
    }
    document = tenant.api.post("/api/documents", values).json
    assert document.items() >= values.items()
    assert document["deal_id"] == deal
    assert str(Document.objects.everywhere().get()) == "offer.pdf"
    found = tenant.api.get("/api/documents", filter={"q": "OFFER"}).json
    assert [one["id"] for one in found] == [document["id"]]


def test_a_document_needs_a_name(tenant):
    answer = tenant.api.post("/api/documents", {"size": 1})
    assert (answer.status, set(answer.json["errors"])) == (400, {"name"})
