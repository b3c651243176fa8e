"""Who on the staff may do what: two roles, as groups made by `manage.py sync_roles`.

`is_superuser` and the form of an account are for superusers alone. Program managers
give and take the two roles, by the acts of `accounts.staff` and never to themselves.
"""

from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.core import checks
from django.db import transaction
from django.utils.translation import gettext_lazy as _

REVIEWER, PROGRAM_MANAGER = "Reviewer", "Program manager"

#: The permission of those who invite, change and end staff.
KEEP = "accounts.keep_staff"

#: What each role may do, for whoever gives or gets it.
MEANING = {
    REVIEWER: _("reads applications and recommends"),
    PROGRAM_MANAGER: _(
        "decides on applications, and looks after leaders, screenings and staff"
    ),
}

_READS = [
    "foundation.view_jobrun",
    "leaders.view_application",
    "leaders.view_leader",
    "leaders.view_leadernote",
    "leaders.add_leadernote",
    "leaders.view_rankword",
    "places.view_agency",
    "resources.view_film",
    "resources.view_helpline",
    "resources.view_resource",
    "resources.view_statelaw",
    "resources.view_topic",
    "screenings.view_screening",
]

#: The name of each role and all that it may do, as "app.codename".
ROLES: dict[str, list[str]] = {
    REVIEWER: [
        *_READS,
        "leaders.claim_application",
        "leaders.recommend_application",
        "screenings.review_screening",
    ],
    PROGRAM_MANAGER: [
        *_READS,
        "accounts.view_user",
        KEEP,
        # Mails name guests and applicants, whom reviewers do not see otherwise.
        "foundation.view_outboxmail",
        "foundation.resend_outboxmail",
        "leaders.claim_application",
        "leaders.recommend_application",
        "leaders.decide_application",
        "leaders.release_application",
        "leaders.change_leader",
        "leaders.correct_address",
        "leaders.add_rankword",
        "leaders.change_rankword",
        "leaders.delete_rankword",
        "leaders.hide_leader",
        "leaders.pause_leader",
        "leaders.suspend_leader",
        "places.add_agency",
        "places.change_agency",
        "resources.add_film",
        "resources.change_film",
        "resources.add_helpline",
        "resources.change_helpline",
        "resources.add_resource",
        "resources.change_resource",
        "resources.change_statelaw",
        "resources.add_topic",
        "resources.change_topic",
        "screenings.change_screening",
        "screenings.review_screening",
        "screenings.cancel_screening",
        "screenings.view_guests",
    ],
}


def declared() -> set[str]:
    """Return every permission that some model of the portal declares."""
    names = set()
    for model in apps.get_models():
        meta = model._meta
        kinds = [f"{kind}_{meta.model_name}" for kind in meta.default_permissions]
        own = [codename for codename, _words in meta.permissions]
        names |= {f"{meta.app_label}.{codename}" for codename in kinds + own}
    return names


def unknown() -> dict[str, list[str]]:
    """Return the permissions that ROLES names and no model declares, by role."""
    known = declared()
    found = {
        role: [name for name in names if name not in known]
        for role, names in ROLES.items()
    }
    return {role: names for role, names in found.items() if names}


@checks.register(checks.Tags.security)
def roles_name_what_exists(app_configs, **kwargs) -> list[checks.CheckMessage]:
    """Refuse to start with a role that promises what nobody declared."""
    return [
        checks.Error(
            f"The role {role} names permissions that no model declares: "
            + ", ".join(names),
            hint="Mend accounts/roles.py or the model's Meta.permissions.",
            id="accounts.E001",
        )
        for role, names in unknown().items()
    ]


@transaction.atomic
def sync() -> dict[str, tuple[list[str], list[str]]]:
    """Make the groups hold what ROLES says; return what each gained and lost."""
    for config in apps.get_app_configs():
        # Django makes permissions after migrate; a flushed database has none.
        create_permissions(config, verbosity=0)
    rows = {
        f"{row.content_type.app_label}.{row.codename}": row
        for row in Permission.objects.select_related("content_type")
    }
    changes = {}
    for role, names in ROLES.items():
        group, _made = Group.objects.get_or_create(name=role)
        before = {
            f"{row.content_type.app_label}.{row.codename}"
            for row in group.permissions.select_related("content_type")
        }
        group.permissions.set(rows[name] for name in names)
        changes[role] = (sorted(set(names) - before), sorted(before - set(names)))
    return changes
