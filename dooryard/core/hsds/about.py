"""HSDS tables that say something about other records: change history, classification, links."""

from __future__ import annotations

from msgspec import UNSET, Struct

from dooryard.core.hsds.values import Date, Id, Maybe, Uri


class Metadata(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One change made to one field of a record: when, what kind, from what to what, and by whom.

    `resource_id` and `resource_type` (a table's name) say which record; nested inside it they may be left out.
    `last_action_type` is free text such as create, update or delete. Values are given as text, "" for none.
    """

    id: Id
    resource_id: Maybe[Id] = UNSET
    resource_type: Maybe[str] = UNSET
    last_action_date: Date
    last_action_type: str
    field_name: str
    previous_value: str
    replacement_value: str
    updated_by: str


class Taxonomy(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A list of terms that somebody keeps, such as the 211 Human Services Indexing System, and its version."""

    id: Id
    name: str
    description: str
    uri: Maybe[Uri] = UNSET
    version: Maybe[str] = UNSET
    metadata: tuple[Metadata, ...] = ()


class TaxonomyTerm(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A term of a taxonomy.

    `code` is the taxonomy's own code; together with `taxonomy_id` it names the term for good. `parent_id` is the
    broader term, absent at the top. `taxonomy` names the taxonomy in words, `taxonomy_detail` is its whole record.
    `language` is the ISO 639 code of the language the term is written in.
    """

    id: Id
    code: Maybe[str] = UNSET
    name: str
    description: str
    parent_id: Maybe[Id] = UNSET
    taxonomy: Maybe[str] = UNSET
    taxonomy_detail: Maybe[Taxonomy] = UNSET
    language: Maybe[str] = UNSET
    taxonomy_id: Maybe[Id] = UNSET
    term_uri: Maybe[Uri] = UNSET
    metadata: tuple[Metadata, ...] = ()


class Attribute(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """That a taxonomy term, or a plain value, describes a record of any table.

    `link_entity` (a table's name) and `link_id` say which record; nested inside it they may be left out.
    `link_type` says what the term describes, such as eligibility or audience; `value` and `label` are free text.
    """

    id: Id
    link_id: Maybe[Id] = UNSET
    taxonomy_term_id: Maybe[Id] = UNSET
    link_type: Maybe[str] = UNSET
    link_entity: Maybe[str] = UNSET
    value: Maybe[str] = UNSET
    taxonomy_term: Maybe[TaxonomyTerm] = UNSET
    metadata: tuple[Metadata, ...] = ()
    label: Maybe[str] = UNSET


class MetaTableDescription(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What one table of a data package holds: its name, the ISO 639 code of its language, its character set."""

    id: Id
    name: Maybe[str] = UNSET
    language: Maybe[str] = UNSET
    character_set: Maybe[str] = UNSET
    attributes: tuple[Attribute, ...] = ()
    metadata: tuple[Metadata, ...] = ()


class Url(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A further address on the web of an organization or a service, with the words to show for it."""

    id: Id
    label: Maybe[str] = UNSET
    url: Uri
    organization_id: Maybe[Id] = UNSET
    service_id: Maybe[Id] = UNSET
    attributes: tuple[Attribute, ...] = ()
    metadata: tuple[Metadata, ...] = ()
