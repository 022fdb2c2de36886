"""Settings of the server: where it answers, whom it lets in, and how much it takes on."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class ApiSettings(BaseModel):
    """How ``plansvar serve`` answers. Without ``access`` only programs of this machine get in."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    host: str = Field("127.0.0.1", min_length=1, description="address that the server listens on")
    port: int = Field(8321, ge=0, le=65535, description="port; 0: one that is free")
    access: Literal["local", "keys", "oidc"] = Field(
        "local", description="who gets in: this machine without login, API keys, or OpenID Connect"
    )
    hosts: tuple[str, ...] = Field(
        (), description="further names that the server is called by, as plansvar.example.no"
    )
    origins: tuple[str, ...] = Field(
        (), description="addresses of the server in a browser, where a proxy stands before it"
    )
    workers: int = Field(4, ge=1, le=64, description="requests worked on at the same time")
    queue: int = Field(64, ge=0, le=10_000, description="requests that may wait for a worker")
    queue_seconds: float = Field(
        20.0, gt=0, le=600, description="seconds that a request waits for a worker at most"
    )
    requests_per_minute: int = Field(
        300, ge=1, le=1_000_000, description="requests of one user in a minute"
    )
    max_body_bytes: int = Field(
        1_000_000, ge=1_000, description="longest request, but for uploads of files"
    )
    body_seconds: float = Field(30.0, gt=0, description="longest pause in a request that comes in")
    oidc_issuer: str | None = Field(
        None,
        pattern=r"^(https://|http://127\.0\.0\.1[:/]|http://localhost[:/])\S+$",
        description="address of the service that people log in with",
    )
    oidc_audience: str | None = Field(
        None, min_length=1, description="what tokens must be made out to"
    )
    oidc_groups_claim: str = Field(
        "groups", min_length=1, description="field of a token that names the user's groups"
    )
    oidc_groups: dict[str, str] = Field(
        default_factory=dict, description="group here for each group of the tokens; none: as it is"
    )
    oidc_editors: tuple[str, ...] = Field(
        (), description="groups of the tokens whose members may upload, delete and correct"
    )
    oidc_admins: tuple[str, ...] = Field(
        (), description="groups of the tokens whose members may also bring sources in line"
    )
    oidc_leeway: float = Field(
        60.0, ge=0, le=300, description="seconds by which the clocks may differ"
    )
