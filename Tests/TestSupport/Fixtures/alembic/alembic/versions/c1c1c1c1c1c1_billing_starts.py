"""billing starts

Revision ID: c1c1c1c1c1c1
Revises: b1b1b1b1b1b1
Create Date: 2026-11-23 00:01:27.022725

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision: str = 'c1c1c1c1c1c1'
down_revision: Union[str, Sequence[str], None] = 'b1b1b1b1b1b1'
branch_labels: Union[str, Sequence[str], None] = ('billing',)
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    op.create_table("invoices", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("user_id", sa.BigInteger()))
    op.create_foreign_key("fk_invoices_user", "invoices", "users", ["user_id"], ["id"])


def downgrade() -> None:
    op.drop_constraint("fk_invoices_user", "invoices", type_="foreignkey")
    op.drop_table("invoices")
