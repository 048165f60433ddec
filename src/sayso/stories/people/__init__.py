"""People and bodies across pages: which speakers of many pages are one, why they are taken for one, and what people decided.

Each page keeps its speakers with what their names are compared by (``tracing``); which of them are one is worked out when it is
asked, over those that may have to do with the name asked for (``groups``). Nothing depends on the order in which pages came.
"""

from sayso.stories.people.answers import everybody, linked_names, who_says, with_all_names
from sayso.stories.people.ends import End
from sayso.stories.people.groups import Form, Group, Spelling, all_groups, groups_of
from sayso.stories.people.tracing import VERSION, traced_speakers
from sayso.stories.people.tracing import trace as link

__all__ = [
    "VERSION",
    "End",
    "Form",
    "Group",
    "Spelling",
    "all_groups",
    "everybody",
    "groups_of",
    "link",
    "linked_names",
    "traced_speakers",
    "who_says",
    "with_all_names",
]
