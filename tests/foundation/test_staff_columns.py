"""A column of a staff list is what its method says."""

from django.contrib import admin


def test_no_column_of_a_field_hides_a_method_of_the_list():
    # Django asks the model first: a new field would silently take a method's place.
    hidden = [
        f"{model._meta.label}.{name}"
        for model, model_admin in admin.site._registry.items()
        for name in model_admin.list_display
        if callable(getattr(model_admin, str(name), None))
        and name in {field.name for field in model._meta.get_fields()}
    ]

    assert hidden == []
