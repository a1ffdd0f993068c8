"""The presets that come with the app, those that take minutes apart."""

from core.presets import preset_names

THOROUGH = [name for name in preset_names() if name.endswith("-thorough")]
"""Each the sibling of a quick one: the same question with more of everything."""
QUICK = [name for name in preset_names() if name not in THOROUGH]
