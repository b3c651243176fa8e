"""What the database derives from a leader's columns: the order of names, the search."""

from django.contrib.postgres.search import SearchQuery
from django.db.models import Case, F, Func, TextField, Value, When
from django.db.models.functions import Lower

from foundation import fulltext
from foundation.fulltext import vector
from leaders.choices import PublicField


def _if_public(field: PublicField, column: str) -> Case:
    """The column's text where the leader shows it to everyone, else nothing."""
    return Case(
        When(public_fields__contains=[field], then=F(column)),
        default=Value(""),
        output_field=TextField(),
    )


def query(text: str) -> SearchQuery:
    """What `text` asks of `SEARCH`, in the quotes and minus signs people type."""
    # Names are kept whole: "Will May" is nothing but stop words in English.
    return fulltext.query(text, "simple") | fulltext.query(text)


#: "Ana Ruiz" becomes "ruiz ana": directories are read by family name.
SORT_NAME = Lower(
    Func(
        F("name"),
        Value(r"^(.*)\s+(\S+)$"),
        Value(r"\2 \1"),
        function="regexp_replace",
        output_field=TextField(),
    )
)

#: What the leader shows to everyone, the name weighing most.
SEARCH = (
    vector("name", weight="A", config="simple")
    + vector(_if_public(PublicField.RANK, "rank"), weight="B")
    + vector(_if_public(PublicField.AGENCY, "agency_name"), weight="B")
    + vector(_if_public(PublicField.CITY, "city"), weight="B")
    + vector("about", weight="C")
    + vector("words", weight="C")
)
