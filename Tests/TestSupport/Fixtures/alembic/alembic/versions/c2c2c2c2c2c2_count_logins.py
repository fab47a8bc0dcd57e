"""count logins

Revision ID: c2c2c2c2c2c2
Revises: b1b1b1b1b1b1
Create Date: 2026-11-23 00:01:27.474706

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision: str = 'c2c2c2c2c2c2'
down_revision: Union[str, Sequence[str], None] = 'b1b1b1b1b1b1'
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    op.add_column("users", sa.Column("logins", sa.Integer(), nullable=False, server_default="0"))
    op.execute(
        """CREATE TRIGGER users_bi BEFORE INSERT ON users FOR EACH ROW
        BEGIN
            SET NEW.logins = 1;
            SET NEW.name = UPPER(NEW.name);
        END"""
    )


def downgrade() -> None:
    op.execute("DROP TRIGGER users_bi")
    op.drop_column("users", "logins")
