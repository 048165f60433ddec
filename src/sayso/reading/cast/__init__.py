"""Cast: who is on a page: its people, bodies and places, each with the names, roles and gender that the page itself gives.

The door of this part is :class:`Cast`. ``script`` is the text as all others ask it (its sentences, quotations and turns);
``people`` tells who is a person, ``lone`` what a single word names, ``bodies`` which ministries, outlets and papers there are,
``introductions`` their roles, ``mentions`` where they are mentioned, ``genders`` who is *he* and who is *she*.
"""

from sayso.reading.cast.cast import Cast
from sayso.reading.cast.script import STAMP
from sayso.reading.cast.someone import Mention, Someone

__all__ = ["STAMP", "Cast", "Mention", "Someone"]
