"""What people do with their accounts. The caller opens the work, and so commits it."""

from panel.identity.actions.accounts import (
    Profile,
    change_profile,
    end_sign_in,
    register,
    see,
    set_password,
    sign_in,
    sign_out,
    sign_out_everywhere,
    sign_out_others,
)

__all__ = [
    "Profile",
    "change_profile",
    "end_sign_in",
    "register",
    "see",
    "set_password",
    "sign_in",
    "sign_out",
    "sign_out_everywhere",
    "sign_out_others",
]
