"""Refusals of the system, in French."""

from __future__ import annotations

import errno
import os

import pytest

from maia.forms.systeme import motif


@pytest.mark.parametrize(
    ("numero", "dit"),
    [
        (errno.ENOSPC, "il n’y a plus de place sur le disque"),
        (errno.EACCES, "vous n’y avez pas accès, ou il est ouvert dans un autre programme"),
        (errno.ENAMETOOLONG, "son nom est trop long"),
        (errno.EROFS, "ce disque est en lecture seule"),
    ],
)
def test_un_refus_du_systeme_est_dit_en_francais(numero: int, dit: str) -> None:
    assert motif(OSError(numero, os.strerror(numero))) == dit


def test_un_refus_imprevu_garde_son_numero() -> None:
    assert motif(OSError(errno.EXDEV, "Invalid cross-device link")) == f"erreur {errno.EXDEV} du système"


def test_un_nom_qu_aucun_systeme_n_admet() -> None:
    assert motif(ValueError("embedded null byte")) == "son nom n’est pas admis sur ce disque"
