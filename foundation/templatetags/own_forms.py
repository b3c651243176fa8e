"""The key against forgery that each form carries, and beside it whose form it is."""

from django import template
from django.template.base import Parser, Token
from django.template.context import Context
from django.template.defaulttags import CsrfTokenNode
from django.utils.safestring import SafeString, mark_safe

from foundation import kept_forms

register = template.Library()


class OwnForm(CsrfTokenNode):
    """Django's own key, and the mark of `foundation.kept_forms`."""

    def render(self, context: Context) -> SafeString:
        """Draw both hidden fields; nothing where there is no key to draw."""
        key = super().render(context)
        if not key:
            return SafeString()
        # Both parts are drawn and escaped already.
        return mark_safe(key + kept_forms.mark(context.get("request")))  # noqa: S308 # nosec


@register.tag
def csrf_token(parser: Parser, token: Token) -> OwnForm:
    """Draw what every form of the portal and of the staff site begins with."""
    return OwnForm()
