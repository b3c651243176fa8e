"""A leader's profile: opened from an application, edited, kept searchable."""

from django.db import connection, transaction

from leaders.models import Application, Leader, OldSlug
from leaders.models.officer import Officer
from leaders.slugs import candidates
from places.states import STATES

#: Consent is asked again on the onboarding page, beside what will be shown.
_ASKED_AGAIN = {"consent_version", "consented_at"}
_TAKEN_OVER = [
    field.name for field in Officer._meta.local_fields if field.name not in _ASKED_AGAIN
]


@transaction.atomic
def open_profile(application: Application) -> Leader:
    """Make the accepted applicant a leader in onboarding; nothing is public yet."""
    _one_at_a_time()
    leader = Leader(
        user=application.applicant,
        application=application,
        slug=free_slug(application.name),
        public_fields=application.consent_to,
        **{name: getattr(application, name) for name in _TAKEN_OVER},
    )
    leader.save(force_insert=True)
    leader.topics.set(application.topics.all())
    refresh_words(leader)
    return leader


def free_slug(name: str) -> str:
    """Return the plainest address for a name that no leader has or had."""
    base = next(candidates(name))
    now = Leader.objects.filter(slug__startswith=base)
    once = OldSlug.objects.filter(slug__startswith=base)
    taken = {
        *now.values_list("slug", flat=True),
        *once.values_list("slug", flat=True),
    }
    return next(slug for slug in candidates(name) if slug not in taken)


def _one_at_a_time() -> None:
    """Hold a lock until the transaction ends: two namesakes get two addresses."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('leaders.slug'))")


def refresh_words(leader: Leader) -> None:
    """Write what search should find besides the columns: topics, place, kind.

    The database adds a second line, of the rank (`leaders.models.rank`).
    """
    parts = [str(STATES[leader.state].name), str(STATES[leader.state].region.name)]
    parts.append(str(leader.get_agency_kind_display()))
    for topic in leader.topics.all():
        parts += [topic.label, topic.other_words]
    words = " ".join(" ".join(parts).split())
    if words != leader.words.partition("\n")[0]:
        leader.words = words
        Leader.objects.filter(pk=leader.pk).update(words=words)
