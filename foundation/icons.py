"""The icons, drawn for the portal on a grid of 20 units.

Each is the inside of an `<svg>` whose stroke the stylesheet sets; shapes that
are to be filled carry the class `icon-fill`. An icon always stands beside a
word and is hidden from screen readers.
"""

ICONS: dict[str, str] = {
    "access": (
        '<circle cx="10" cy="3.6" r="1.6"/><path d="M4 7.2l6 .9 6-.9M10 8.1v4.4M10 '
        '12.5l-3 5M10 12.5l3 5"/>'
    ),
    "agency": (
        '<path d="M3 17.5h14M4.5 17.5V8M15.5 17.5V8M2.5 8L10 3l7.5 5zM8 '
        '17.5V11h4v6.5"/>'
    ),
    "alert": (
        '<path d="M10 2.8l8 14.2H2zM10 8v4.2"/><circle class="icon-fill" cx="10" '
        'cy="14.6" r="1"/>'
    ),
    "arrow": '<path d="M3.5 10h13M11.5 5l5 5-5 5"/>',
    "back": '<path d="M16.5 10h-13M8.5 5l-5 5 5 5"/>',
    "bus": (
        '<rect x="3.5" y="3" width="13" height="12" rx="1.5"/><path d="M3.5 '
        '9.5h13M6 15v2M14 15v2"/><circle class="icon-fill" cx="6.8" cy="12.3" '
        'r="1"/><circle class="icon-fill" cx="13.2" cy="12.3" r="1"/>'
    ),
    "calendar": (
        '<rect x="2.8" y="4" width="14.4" height="13.2" rx="1.5"/><path d="M2.8 '
        '8.2h14.4M6.6 2.2v3.4M13.4 2.2v3.4"/>'
    ),
    "captions": (
        '<rect x="2" y="4" width="16" height="12" rx="1.5"/><path d="M8.6 8.6a2 2 '
        '0 100 2.8M14.6 8.6a2 2 0 100 2.8"/>'
    ),
    "chart": '<path d="M3 3v14h14M7 13.5v-3M11 13.5V6.5M15 13.5V9"/>',
    "check": '<path d="M3.5 10.5l4.2 4.2 8.8-9.4"/>',
    "child": (
        '<circle cx="10" cy="6" r="3"/><path d="M5 17.5v-2.2a5 5 0 0110 0v2.2z"/>'
    ),
    "clock": '<circle cx="10" cy="10" r="7.5"/><path d="M10 5.6V10l3 2"/>',
    "cross": '<path d="M5 5l10 10M15 5L5 15"/>',
    "document": (
        '<path d="M4.5 2.5h7l4 4v11h-11zM11.5 2.5v4h4M7.5 10.5h5M7.5 13.5h5"/>'
    ),
    "door": (
        '<path d="M4.5 17.5V2.5h9v15M2.5 17.5h15"/><circle class="icon-fill" '
        'cx="11" cy="10.2" r="1"/>'
    ),
    "download": '<path d="M10 2.8v10M5.8 9l4.2 4.2L14.2 9M3 17h14"/>',
    "ear": (
        '<path d="M5.5 8.2a4.6 4.6 0 119.2.2c0 2.6-2.4 3.4-2.9 5.6-.4 1.9-1.4 '
        '3.2-3 3.2a2.6 2.6 0 01-2.5-2"/><path d="M7.9 8.4a2.2 2.2 0 114.3.4c-.3 '
        '1-1.3 1.4-1.6 2.3"/>'
    ),
    "exit": '<path d="M8 3H3.5v14H8M12.5 5.8L16.8 10l-4.3 4.2M16.5 10H7.5"/>',
    "external": '<path d="M11.5 3H17v5.5M17 3l-7.5 7.5M14.5 11.5V17H3V5.5h5.5"/>',
    "film": (
        '<rect x="2.5" y="3.5" width="15" height="13" rx="1.5"/><path d="M6 '
        '3.5v13M14 3.5v13M2.5 7.8H6M2.5 12.2H6M14 7.8h3.5M14 12.2h3.5"/>'
    ),
    "filter": '<path d="M2.8 5.5h14.4M5.5 10h9M8.2 14.5h3.6"/>',
    "guide": (
        '<path d="M10 5.2C8.2 3.8 5.6 3.3 2.5 3.5v12c3.1-.2 5.7.3 7.5 1.7 1.8-1.4 '
        '4.4-1.9 7.5-1.7v-12c-3.1-.2-5.7.3-7.5 1.7zM10 5.2v12"/>'
    ),
    "info": (
        '<circle cx="10" cy="10" r="7.5"/><path d="M10 9.2v4.6"/><circle '
        'class="icon-fill" cx="10" cy="6.3" r="1.05"/>'
    ),
    "key": (
        '<circle cx="6.4" cy="13.6" r="3.6"/><path d="M9 11L17 3M14 6l2.4 2.4M11.6 '
        '8.4l1.6 1.6"/>'
    ),
    "lamp": (
        '<path d="M6.8 11.8a4.9 4.9 0 116.4 0c-.7.6-1 1.3-1 '
        '2.2H7.8c0-.9-.3-1.6-1-2.2zM8 16.6h4M9 18.6h2"/>'
    ),
    "language": (
        '<circle cx="10" cy="10" r="7.5"/><path d="M2.5 10h15M10 2.5c4 4.6 4 10.4 '
        '0 15M10 2.5c-4 4.6-4 10.4 0 15"/>'
    ),
    "lock": (
        '<rect x="4" y="9" width="12" height="8.5" rx="1.5"/><path d="M6.5 '
        '9V6.2a3.5 3.5 0 017 0V9"/>'
    ),
    "mail": (
        '<rect x="2.5" y="4" width="15" height="12" rx="1.5"/><path d="M3 5.2l7 '
        '5.6 7-5.6"/>'
    ),
    "map": '<path d="M2.5 5l5-2 5 2 5-2v12l-5 2-5-2-5 2zM7.5 3v12M12.5 5v12"/>',
    "menu": '<path d="M3 5.5h14M3 10h14M3 14.5h14"/>',
    "minus": '<path d="M4 10h12"/>',
    "parking": (
        '<rect x="3" y="3" width="14" height="14" rx="2"/><path d="M8 '
        '14V6.2h2.8a2.4 2.4 0 010 4.8H8"/>'
    ),
    "pencil": (
        '<path d="M3.2 16.8l.9-3.8L13.4 3.7a1.5 1.5 0 012.1 0l.8.8a1.5 1.5 0 010 '
        '2.1L7 15.9zM11.8 5.3l2.9 2.9"/>'
    ),
    "people": (
        '<circle cx="7.2" cy="6.4" r="2.9"/><path d="M1.8 16.8v-1.3a5.4 5.4 0 '
        "0110.8 0v1.3zM13 3.7a2.9 2.9 0 010 5.5M15.3 16.8h2.9v-1.3a5.4 5.4 0 "
        '00-3.6-5.1"/>'
    ),
    "person": (
        '<circle cx="10" cy="6.2" r="3.4"/><path d="M3.5 17.3v-1.3a6.5 6.5 0 0113 '
        '0v1.3z"/>'
    ),
    "phone": (
        '<path d="M6.7 2.8l2 4.2-1.9 1.6a10.5 10.5 0 004.6 4.6l1.6-1.9 4.2 2v2.5c0 '
        '.9-.8 1.6-1.7 1.5C8.8 16.7 3.3 11.2 2.7 4.5c-.1-.9.6-1.7 1.5-1.7z"/>'
    ),
    "pin": (
        '<path d="M10 18c3.8-4.1 5.8-7.2 5.8-9.8a5.8 5.8 0 10-11.6 0C4.2 10.8 6.2 '
        '13.9 10 18z"/><circle cx="10" cy="8.1" r="2"/>'
    ),
    "plus": '<path d="M10 4v12M4 10h12"/>',
    "print": (
        '<path d="M5.5 7.5V2.8h9v4.7M5.5 14.5H3V7.5h14v7h-2.5M5.5 12h9v5.2h-9z"/>'
    ),
    "question": (
        '<circle cx="10" cy="10" r="7.5"/><path d="M7.7 7.7a2.3 2.3 0 114 '
        '1.6c-.9.9-1.7 1.2-1.7 2.5"/><circle class="icon-fill" cx="10" cy="14.3" '
        'r="1"/>'
    ),
    "quote": (
        '<path d="M8.3 5.5C5.5 6.3 3.7 8.3 3.7 11v3.5h4.6V10H5.8M16.3 '
        '5.5c-2.8.8-4.6 2.8-4.6 5.5v3.5h4.6V10h-2.5"/>'
    ),
    "refresh": '<path d="M16.5 10a6.5 6.5 0 11-2-4.7M16.8 2.8v3.4h-3.4"/>',
    "school": (
        '<path d="M10 3.5L1.8 7.8 10 12l8.2-4.2zM5 9.7v4.6c2.6 2.2 7.4 2.2 10 '
        '0V9.7M18.2 7.8v5"/>'
    ),
    "screen": (
        '<rect x="2.5" y="3.5" width="15" height="10" rx="1.5"/><path d="M10 '
        '13.5v3.3M6.5 16.8h7"/>'
    ),
    "search": '<circle cx="8.7" cy="8.7" r="5.7"/><path d="M13 13l4.5 4.5"/>',
    "seat": '<path d="M5 3.5v8h9.5v6M5 11.5v6M5 14.5h9.5"/>',
    "share": (
        '<circle cx="15" cy="4.5" r="2"/><circle cx="5" cy="10" r="2"/><circle '
        'cx="15" cy="15.5" r="2"/><path d="M6.8 9l6.4-3.5M6.8 11l6.4 3.5"/>'
    ),
    "shield": (
        '<path d="M10 2.3l6.5 2.2v5c0 3.9-2.5 6.7-6.5 8.3-4-1.6-6.5-4.4-6.5-8.3v-5z"/>'
    ),
    "star": (
        '<path d="M10 2.5l2.3 4.9 5.3.7-3.9 3.7 1 5.3-4.7-2.6-4.7 2.6 '
        '1-5.3-3.9-3.7 5.3-.7z"/>'
    ),
    "stop": (
        '<path d="M6.7 2.5h6.6l4.2 4.2v6.6l-4.2 4.2H6.7l-4.2-4.2V6.7zM7.3 7.3l5.4 '
        '5.4M12.7 7.3l-5.4 5.4"/>'
    ),
    "tag": (
        '<path d="M2.8 2.8h7l7.7 7.7-7 7-7.7-7.7z"/><circle class="icon-fill" '
        'cx="6.5" cy="6.5" r="1.2"/>'
    ),
    "vetted": (
        '<path d="M10 2.3l6.5 2.2v5c0 3.9-2.5 6.7-6.5 '
        '8.3-4-1.6-6.5-4.4-6.5-8.3v-5zM6.8 10l2.3 2.3 4.2-4.6"/>'
    ),
    "window": (
        '<rect x="4" y="2.5" width="12" height="15" rx="1"/><path d="M10 2.5v15M4 '
        '10h12"/>'
    ),
}
