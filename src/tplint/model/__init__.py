"""What a repository does, as facts: pipelines, jobs, steps, uploads, projects, publishers. Nothing is judged here.

A fact is ``Known`` or ``Unknown``, and carries the places that say so. Records are ``NamedTuple``s (see
``docs/decisions/0002-records.md``); ``Known`` and ``Unknown`` are classes of their own because they are generic.
"""

from tplint.model.facts import ACCEPTED, INDEXES, PLATFORMS, Fact, IndexName, Known, Level, PlatformName, Unknown
from tplint.model.repository import Match, Problem, Project, ProjectName, Publisher, Release, Remote, Repository
from tplint.model.runs import (
    Action,
    Call,
    Command,
    Event,
    IdToken,
    Input,
    Job,
    Permissions,
    Pipeline,
    Runner,
    Script,
    Step,
    Trigger,
    Value,
    Variable,
    Word,
    WrittenJob,
    is_written_by_itself,
    may_say,
)
from tplint.model.uploads import Credential, Index, Undecided, Upload, Uploader

__all__ = [
    "ACCEPTED",
    "INDEXES",
    "PLATFORMS",
    "Action",
    "Call",
    "Command",
    "Credential",
    "Event",
    "Fact",
    "IdToken",
    "Index",
    "IndexName",
    "Input",
    "Job",
    "Known",
    "Level",
    "Match",
    "Permissions",
    "Pipeline",
    "PlatformName",
    "Problem",
    "Project",
    "ProjectName",
    "Publisher",
    "Release",
    "Remote",
    "Repository",
    "Runner",
    "Script",
    "Step",
    "Trigger",
    "Undecided",
    "Unknown",
    "Upload",
    "Uploader",
    "Value",
    "Variable",
    "Word",
    "WrittenJob",
    "is_written_by_itself",
    "may_say",
]
