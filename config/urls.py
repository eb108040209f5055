"""Which address leads to which room?"""

from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

from config import health

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="admin:index")),
    path("admin/", admin.site.urls),
    path("health/live", health.live, name="health-live"),
    path("health/ready", health.ready, name="health-ready"),
    path("", include("records.urls")),
]

# Every error has the shape of the dialect whose address was asked.
handler400 = "records.dialects.errors.bad_request"
handler403 = "records.dialects.errors.permission_denied"
handler404 = "records.dialects.errors.page_not_found"
handler500 = "records.dialects.errors.server_error"
