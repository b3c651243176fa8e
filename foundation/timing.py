"""In development, every answer says what it cost."""

import time
from collections.abc import Callable

from django.db import connection
from django.http import HttpRequest, HttpResponse


class ServerTiming:
    """Adds `Server-Timing`: number of queries, milliseconds in SQL and in all."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        count, spent = 0, 0.0

        def measure(execute, sql, params, many, context):
            nonlocal count, spent
            before = time.perf_counter()
            try:
                return execute(sql, params, many, context)
            finally:
                count += 1
                spent += time.perf_counter() - before

        start = time.perf_counter()
        with connection.execute_wrapper(measure):
            response = self.get_response(request)
        total = time.perf_counter() - start
        response["Server-Timing"] = (
            f'queries;desc="{count} queries", sql;dur={spent * 1000:.1f}, '
            f"total;dur={total * 1000:.1f}"
        )
        return response
