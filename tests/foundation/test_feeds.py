"""What other programs read cannot break the page it stands in."""

import json

from foundation.feeds import json_in_page


def test_json_in_a_page_cannot_end_its_element():
    written = "</script><script>alert(1)</script><!-- & \u2028\u2029"

    text = json_in_page({"name": written})

    assert not set("<>&\u2028\u2029") & set(text)
    assert json.loads(text) == {"name": written}


def test_json_in_a_page_is_not_escaped_again_by_the_template():
    text = json_in_page({"name": "Núñez"})

    assert text.__html__() == '{"name": "Núñez"}'
