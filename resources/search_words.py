"""The words beside title and summary that a search should find.

PostgreSQL's generated column sees its own row only, so what hangs on other rows (the
topics) or on labels is written into the plain column `words` by these functions.
Whoever saves a film, a resource or a topic calls one of them: the admin and
`load_catalogue` do.
"""

from collections.abc import Iterable

from resources.choices import ROLL_CALL_ENDS, Audience, Language, ResourceKind
from resources.models import Film, Resource, Topic, Work

#: What officers and visitors type for a kind, an audience or a language.
_ALSO: dict[str, str] = {
    ResourceKind.DISCUSSION_GUIDE: "facilitator guide questions",
    ResourceKind.GUIDE: "handbook manual",
    ResourceKind.TIP_SHEET: "handout one-pager fact sheet",
    ResourceKind.TRAINING: "class course curriculum in-service",
    ResourceKind.FORM: "checklist",
    Audience.LAW_ENFORCEMENT: "police officers cops deputies troopers",
    Audience.VICTIMS: "survivors",
    Audience.FAITH: "clergy congregations",
    Audience.SCHOOLS: "teachers principals educators",
    Audience.STUDENTS: "youth teens kids",
    Audience.PARENTS: "families",
    Audience.CAMPUS: "universities",
    Language.SPANISH: "español",
}


def words_of(work: Work, topics: Iterable[Topic]) -> str:
    """What `work.words` should be, given its topics."""
    own: list[str] = [str(work.get_kind_display()), *work.audience_labels]
    if isinstance(work, Film):
        own += [work.series, work.place, work.state_name]
        if work.minutes is not None and work.minutes <= ROLL_CALL_ENDS:
            own.append("roll call")
        if work.produced_with_cops_office:
            own.append("COPS Office")
    elif isinstance(work, Resource):
        own += [work.publisher, work.publication_id]
        own += [work.language_label, _ALSO.get(work.language, "")]
    own += [_ALSO.get(key, "") for key in (work.kind, *work.audiences)]
    for topic in topics:
        own += [topic.label, topic.other_words]
    return "\n".join(word for word in own if word)


def refresh(works: Iterable[Work]) -> int:
    """Rewrite `words` where it is stale; the number of rows that were.

    `works` is best a queryset with its topics prefetched.
    """
    stale = 0
    for work in works:
        words = words_of(work, work.topics.all())
        if words != work.words:
            type(work).objects.filter(pk=work.pk).update(words=words)
            stale += 1
    return stale


def refresh_topic(topic: Topic) -> None:
    """Let search know that a topic was reworded."""
    refresh(topic.films.prefetch_related("topics"))
    refresh(topic.resources.prefetch_related("topics"))
