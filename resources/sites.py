"""Who stands behind the web sites that the catalogue links to."""

from urllib.parse import urlsplit

_SITES = {
    "niot.org": "Not In Our Town",
    "theworkinggroup.org": "The Working Group",
    "cops.usdoj.gov": "COPS Office, U.S. Department of Justice",
    "copstrainingportal.org": "COPS Training Portal",
    "justice.gov": "U.S. Department of Justice",
    "usdoj.gov": "U.S. Department of Justice",
    "bja.ojp.gov": "Bureau of Justice Assistance",
    "bjs.gov": "Bureau of Justice Statistics",
    "ovc.ojp.gov": "Office for Victims of Crime",
    "ojjdp.ojp.gov": "Office of Juvenile Justice and Delinquency Prevention",
    "ojp.gov": "Office of Justice Programs",
    "ncjrs.gov": "National Criminal Justice Reference Service",
    "nationalpublicsafetypartnership.org": "National Public Safety Partnership",
    "theiacp.org": "International Association of Chiefs of Police",
    "policechiefmagazine.org": "Police Chief Magazine",
    "stopbullying.gov": "StopBullying.gov",
    "ed.gov": "U.S. Department of Education",
    "victimconnect.org": "VictimConnect Resource Center",
    "lawyerscommittee.org": "Lawyers’ Committee for Civil Rights Under Law",
    "ncdd.org": "National Coalition for Dialogue & Deliberation",
}


def site_name(url: str) -> str:
    """The name of the publisher of the site at `url`; its host if we know none."""
    try:
        host = (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
    parts = host.split(".")
    for start in range(len(parts) - 1):
        if name := _SITES.get(".".join(parts[start:])):
            return name
    return host
