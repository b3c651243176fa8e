from django.db import models


class SampleNetwork(models.Model):
    """The mark of a database that holds the sample network: one row, or none.

    Only the loader sets it. An address, a name, or anything else that can be typed
    would let a visitor pass for sample data and stop a deployment.
    """

    loaded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        default_permissions = ()
