"""When a link in a letter about an account serves no more."""

from datetime import datetime

from panel.identity.models import AddressChange, PasswordReset
from panel.kernel.messages import N_, Message


def reset_refusal(reset: PasswordReset, at: datetime) -> Message | None:
    """Say why no password can be set by a link."""
    if reset.used_at is not None:
        return N_("This link has been used already.")
    if reset.expires_at <= at:
        return N_("This link has expired: it serves for one hour.")
    return None


def confirm_refusal(change: AddressChange, at: datetime) -> Message | None:
    """Say why a change of address cannot be confirmed."""
    if change.stopped_at is not None:
        return N_("This change of address was called off. Nothing has been changed.")
    if change.made_at is None and change.expires_at <= at:
        return N_("This link has expired. Nothing has been changed.")
    return None


def stop_refusal(change: AddressChange, side: str, at: datetime) -> Message | None:
    """Say why a change of address cannot be called off, or undone; only the way back undoes."""
    if change.stopped_at is not None:
        return None  # it is what was wanted
    if change.made_at is not None and side != "back":
        return N_("The address has been changed already.")
    if change.expires_at <= at:
        return N_("This link has expired.")
    return None
