"""/try/: be a sample person by one press. These addresses exist in development only."""

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from niot_portal.sample import only_in_development
from niot_portal.sample.people import PASSWORD, PEOPLE, TOTP_SECRET


@require_safe
@login_not_required
def people(request: HttpRequest) -> HttpResponse:
    """Offer the sample people one can be."""
    only_in_development()
    known = User.objects.filter(email__in=[person.email for person in PEOPLE])
    context = {
        "people": PEOPLE,
        "is_loaded": known.count() == len(PEOPLE),
        "password": PASSWORD,
        "secret": TOTP_SECRET,
        "crumbs": [(_("Try the portal"), "")],
    }
    return render(request, "hub/try.html", context)


@require_POST
@login_not_required
def become(request: HttpRequest, key: str) -> HttpResponse:
    """Sign in as a sample person and go to where their day begins."""
    only_in_development()
    person = next((person for person in PEOPLE if person.key == key), None)
    user = User.objects.filter(email=person.email).first() if person else None
    if person is None or user is None:
        raise Http404
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    record_authentication(request, user, method="password", email=user.email)
    if person.role:
        factor = Authenticator.objects.get(user=user, type=Authenticator.Type.TOTP)
        record_authentication(
            request, user, method="mfa", id=factor.pk, type=factor.type
        )
    return redirect(person.begins)
