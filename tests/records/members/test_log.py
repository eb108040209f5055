"""Changes of members in the log."""

from records.history.models import Action, Change
from records.members.log import log_member_change


def test_a_change_of_a_member_is_told_like_one_of_a_record(tenant):
    log_member_change(
        tenant.caller, "memberships", 7, Action.UPDATED, before={"role": "viewer"}
    )
    entry = Change.objects.for_organization(tenant.organization.pk).latest("id")
    assert (entry.object_type, entry.record_id, entry.action) == (
        "memberships",
        7,
        Action.UPDATED,
    )
    assert (entry.before, entry.after) == ({"role": "viewer"}, {})
    assert entry.actor_id == tenant.user.pk
