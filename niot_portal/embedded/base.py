"""Django's PostgreSQL backend, with a server that starts at the first connection."""

from pathlib import Path

from django.db.backends.postgresql.base import DatabaseWrapper as PostgreSQL
from django.db.backends.postgresql.client import DatabaseClient as PostgreSQLClient

from niot_portal.embedded.server import NAME, EmbeddedServer


class DatabaseClient(PostgreSQLClient):
    """`manage.py dbshell`, which bypasses connections and so must start it too."""

    @classmethod
    def settings_to_cmd_args_env(cls, settings_dict, parameters):
        host = EmbeddedServer(Path(settings_dict["EMBEDDED_HOME"])).ensure()
        settings_dict = {**settings_dict, "HOST": host, "USER": NAME}
        return super().settings_to_cmd_args_env(settings_dict, parameters)


class DatabaseWrapper(PostgreSQL):
    """Connects to the checkout's own server, starting it if need be."""

    client_class = DatabaseClient

    def get_connection_params(self):
        home = Path(self.settings_dict["EMBEDDED_HOME"])
        params = super().get_connection_params()
        params["host"] = str(EmbeddedServer(home).sockets)
        params["user"] = NAME
        return params

    def get_new_connection(self, conn_params):
        EmbeddedServer(Path(self.settings_dict["EMBEDDED_HOME"])).ensure()
        return super().get_new_connection(conn_params)
