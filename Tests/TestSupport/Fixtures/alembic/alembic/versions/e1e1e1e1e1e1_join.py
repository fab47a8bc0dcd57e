"""join

Revision ID: e1e1e1e1e1e1
Revises: c1c1c1c1c1c1, c2c2c2c2c2c2
Create Date: 2026-11-23 00:01:28.322714

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision: str = 'e1e1e1e1e1e1'
down_revision: Union[str, Sequence[str], None] = (
    'c1c1c1c1c1c1',  # billing
    'c2c2'
    'c2c2c2c2',
)
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Upgrade schema."""
    pass


def downgrade() -> None:
    """Downgrade schema."""
    pass
