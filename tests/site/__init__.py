"""A small web on loopback: several outlets, and all that goes wrong on the way to them.

    from tests.site import Site

    with Site() as site:
        site.url("courier", "/flood")          # http://courier.localhost:PORT/flood
        site.hits["/flood"]                    # how often it was asked for
        site.change("/flood", "new body")      # a new version of a page, with a new ETag
    site.remark("/flood", "words")         # other bytes that show the same
        site.breaks_off.add("/flood")          # the next answer there breaks off in the middle
        site.requests                          # (host, path, headers) of all requests, in order

One server answers for every host; what it does depends on the path alone, so that each trouble can be had from each outlet:

    /flood /strike /bridge /page/N      articles (HTML, with ETag and Last-Modified; 304 where nothing changed)
    /gzip/… /br/… /deflate/… /chunked/… the same article, packed or in chunks
    /to/N/PATH                          leads on N times, then to PATH; /around leads in a circle, /nowhere names no place
    /leads?to=URL                       leads to any address
    /slow/S/PATH /trickle               answers after S seconds; sends a byte now and then
    /cut/PATH /short                    breaks off in the middle; promises more than it sends
    /status/CODE  /busy/N?after=S       an error; 429 with Retry-After for the first N times, then an article
    /huge /bomb /bomb-br                larger than anybody wants; small, but huge when it is unpacked
    /charset/NAME                       an article in that character set, named by the header alone; /charset/wrong names another
    /app                                a page that shows nothing without its scripts; /empty; /notice
    /cookie                             leads back to itself until its cookie comes
    /report.pdf                         a small PDF
    /robots.txt                         of host ``strict``: nothing; ``part``: not /private; ``slowly``: Crawl-delay; others: 404;
                                        of ``ill``: 503
    /feed.rss /feed.atom /feed.json     lists of the articles of the host; /sitemap.xml, /news-sitemap.xml, /sitemap-index.xml,
    /list.txt                           and a plain list; ``site.feed(host, paths)`` sets what stands in them

Hosts are names under ``localhost``, which sayso takes for this machine without asking anybody; fetching from them needs
``allow_private``. ``site.resolve`` is a resolver by which other names lead here too, and may change what they mean.
"""

from tests.site.articles import article, pdf
from tests.site.server import OUTLETS, Site

__all__ = ["OUTLETS", "Site", "article", "pdf"]
