"""What somebody reads first."""

INTRODUCTION = """\
Whoever wrote against the hosted service that spoke this format changes one base URL and
carries on: its official clients work unchanged.

### Your first request

Make a key in the admin (Access → API keys), or take the one that
`python3 manage.py demo` prints. It has the 64 characters that the clients insist on.

```
curl -H "Authorization: Bearer $KEY" -H 'Accept: application/json' \\
  'http://127.0.0.1:8000/v2/contacts?per_page=5'
```

Every request needs a `User-Agent`; bodies are `application/json`. To try things on this
page, press **Authorize** and paste the key.

### Envelopes

A record is `{"data": {…}, "meta": {"type": "contact"}}`, a collection
`{"items": […], "meta": {"type": "collection", "count", "links"}}`. You send
`{"data": {…}}`; `meta.type` may be left out.

### Reading

`page` and `per_page` choose a page, `meta.links` leads on while there is a `next_page`.
`ids=1,2` picks records, `sort_by=name:desc,id` orders them (empty values last),
attributes narrow them by equality, `includes` puts related records inside. Whatever is
unknown is refused: a filter never widens silently.

### Writing

`POST` answers 200 with the record. `PUT` changes only the attributes you send, so a
record can be sent back as it was read: read-only attributes are ignored, unknown ones
refused. Tags are replaced as a set, the parts of an address one by one.

### Custom fields

`custom_fields` holds the fields your organization defined, by label. Names that are not
defined, and choices that a list does not have, are ignored without a word.
`custom_fields[Label]=value` narrows by a filterable field, `sort_by=custom_fields:Label`
orders by it.

### Failures

`{"errors": [{"error": {"resource", "field", "code", "message", "details"}}], "meta"}`.
`field` is a JSON Pointer into what you sent; `message` is in the language of
`Accept-Language`, `details` in English; `meta.logref` is the `X-Request-Id`.
"""
