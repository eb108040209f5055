"""What somebody reads first."""

INTRODUCTION = """\
Every kind of record is a resource under `/api/`, and all of them work alike.

### Your first request

Make a key in the admin (Access → API keys), or take the one that
`python3 manage.py demo` prints, and send it along:

```
curl -G -H "Authorization: Bearer $KEY" http://127.0.0.1:8000/api/contacts \\
  --data-urlencode 'range=[0,4]'
```

To try things on this page, press **Authorize** and paste the key. While you are signed
in to the admin, this page works without one and shows your organization's own objects
and fields. What a key may do is limited by its scopes and by the role of its owner.

### Reading

A list answers a bare JSON array. `range` picks the window, `filter` and `filters` the
records, `sort` or `sorts` the order; `Content-Range: contacts 0-24/142` tells which
rows of how many you got. Text is compared without regard to case, except by `eq`,
`neq`, `in` and `not_in`; `%` and `_` are ordinary characters. Empty values match only
`is_empty`, never `neq` or `not_contains`.

### Writing

`POST` creates one record or an array of up to 1,000, all or none. `PUT` and `PATCH`
change only the keys you send. Keys you may not write are ignored, so a record can be
sent back as it was read. A body holds at most 1 MiB.

### Removing

`DELETE` archives: the record is gone from lists and reads, and `POST …/restore` brings
it back. Look-up rows such as tags and stages are deleted instead. `?purge=true` deletes
for good.

### Conventions

- Ids are integers. A record of another organization is never found.
- Moments are UTC with milliseconds, `2026-03-14T09:26:53.589Z`; any ISO 8601 is
  understood, a date alone means its midnight.
- Both `first_name` and `firstName` are understood; answers have the first spelling
  unless you ask for `keys=camel`.
- Failures are `{error, code, message, details?, errors?}` with a fitting status.
- Every answer carries `X-Request-Id`; name it when you ask for help.
"""
