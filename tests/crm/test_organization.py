"""Does an organization take its records with it?"""

from crm.models import Deal, Stage


def test_deleting_an_organization_deletes_its_deals_with_their_stages(tenant, stranger):
    tenant.make("deals", name="One", status="negotiation", tags=["vip"])
    kept = stranger.make("deals", name="Other")
    tenant.organization.delete()
    assert list(Deal.objects.everywhere().values_list("pk", flat=True)) == [kept]
    remaining = Stage.objects.everywhere().values_list("organization_id", flat=True)
    assert set(remaining) == {stranger.organization.pk}
