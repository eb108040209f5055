"""What somebody reads first."""

INTRODUCTION = """\
Every kind of record is an object: three for a start (contacts, companies, deals), some
beside them, and those your organization defines. One set of endpoints serves them all.

### Your first request

Make a key in the admin (Access → API keys), or take the one that
`python3 manage.py demo` prints, and send it along:

```
curl -G -H "X-Api-Key: $KEY" http://127.0.0.1:8000/api/crm/records/query \\
  --data-urlencode 'object_id=obj_contacts' \\
  --data-urlencode 'filters={"name":{"$contains":"ada"}}'
```

To try things on this page, press **Authorize** and paste the key; this dialect takes no
session. While you are signed in to the admin, this page shows your organization's own
objects and fields. What a key may do is limited by its scopes and the role of its owner.

### Ids

A record is `rec_<object>_<number>`, an object `obj_<slug>`, a person `user_<number>`.
Take them as they are; a reference in `field_values` is such an id.

### Writing

Values must have the type of their field: nothing is read as something else, and `""`
means null. A key in `field_values` that is no field is refused, and so is one that
cannot be written. All faults are told at once, and then nothing is stored. `PATCH`
changes the fields you send.

### Asking

All filters must hold. `$ne` and `$nin` match empty values too, everything else does not.
Text is equal exactly and contained in any case; e-mail addresses are equal in any case.
Times are whole seconds, UTC; a date alone equals its whole day and compares as its
midnight. Empty values sort last in both directions.

### Conventions

- Failures are `{error, code, status, details}`; decide by `code`.
- Every answer carries `X-Request-Id`; name it when you ask for help.
- Where keys are limited, `X-RateLimit-Limit`, `-Remaining` and `-Reset` tell the state.
"""
