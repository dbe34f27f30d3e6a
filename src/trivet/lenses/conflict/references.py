"""The published works that the lens implements."""

from typing import Final

from trivet.lens.protocol import Reference

REFERENCES: Final = (
    Reference(
        citation="Kilgour, D. M., Hipel, K. W., & Fang, L. (1987). The graph model for conflicts. Automatica 23(1), "
        "41-55.",
        url="https://doi.org/10.1016/0005-1098(87)90117-8",
        used_for="the graph model",
    ),
    Reference(
        citation="Fang, L., Hipel, K. W., & Kilgour, D. M. (1993). Interactive Decision Making: The Graph Model for "
        "Conflict Resolution. Wiley.",
        used_for="Nash, general and symmetric metarational, sequential, simultaneous and limited-move stability",
    ),
    Reference(
        citation="Fraser, N. M., & Hipel, K. W. (1984). Conflict Analysis: Models and Resolutions. North-Holland.",
        used_for="sequential and simultaneous sanctions joined",
    ),
    Reference(
        citation="Rego, L. C., & Vieira, G. I. A. (2017). Symmetric sequential stability in the graph model for "
        "conflict "
        "resolution with multiple decision makers. Group Decision and Negotiation 26(4), 775-792.",
        url="https://doi.org/10.1007/s10726-016-9520-9",
        used_for="symmetric sequential stability",
    ),
    Reference(
        citation="Xu, H., Hipel, K. W., & Kilgour, D. M. (2009). Matrix representation of solution concepts in "
        "multiple-decision-maker graph models. IEEE Transactions on Systems, Man, and Cybernetics A 39(1), 96-108.",
        url="https://doi.org/10.1109/TSMCA.2009.2007994",
        used_for="the matrix form against which speed is measured",
    ),
    Reference(
        citation="Inohara, T., & Hipel, K. W. (2008). Coalition analysis in the graph model for conflict resolution. "
        "Systems Engineering 11(4), 343-359.",
        url="https://doi.org/10.1002/sys.20104",
        used_for="coalitional stability",
    ),
    Reference(
        citation="Kilgour, D. M., Hipel, K. W., Fang, L., & Peng, X. (2001). Coalition analysis in group decision "
        "support. "
        "Group Decision and Negotiation 10(2), 159-175.",
        url="https://doi.org/10.1023/A:1008713120075",
        used_for="equilibrium jumps",
    ),
    Reference(
        citation="Hamouda, L., Kilgour, D. M., & Hipel, K. W. (2004). Strength of preference in the graph model for "
        "conflict resolution. Group Decision and Negotiation 13(5), 449-462.",
        url="https://doi.org/10.1023/B:GRUP.0000045751.21207.35",
        used_for="strong and weak stability",
    ),
    Reference(
        citation="Li, K. W., Hipel, K. W., Kilgour, D. M., & Fang, L. (2004). Preference uncertainty in the graph "
        "model for "
        "conflict resolution. IEEE Transactions on Systems, Man, and Cybernetics A 34(4), 507-520.",
        url="https://doi.org/10.1109/TSMCA.2004.826282",
        used_for="unknown preference, types a to d",
    ),
    Reference(
        citation="Li, K. W., Kilgour, D. M., & Hipel, K. W. (2005). Status quo analysis in the graph model for "
        "conflict "
        "resolution. Journal of the Operational Research Society 56(6), 699-707.",
        url="https://doi.org/10.1057/palgrave.jors.2601870",
        used_for="paths from the status quo",
    ),
    Reference(
        citation="Kinsara, R. A., Kilgour, D. M., & Hipel, K. W. (2015). Inverse approach to the graph model for "
        "conflict "
        "resolution. IEEE Transactions on Systems, Man, and Cybernetics: Systems 45(5), 734-742.",
        url="https://doi.org/10.1109/TSMC.2014.2376473",
        used_for="which preferences make a state stable",
    ),
    Reference(
        citation="Wang, M., Hipel, K. W., & Fraser, N. M. (1988). Modeling misperceptions in games. Behavioral Science "
        "33(3), 207-223.",
        url="https://doi.org/10.1002/bs.3830330305",
        used_for="hypergames",
    ),
    Reference(
        citation="Selten, R. (1991). Properties of a measure of predictive success. Mathematical Social Sciences "
        "21(2), "
        "153-167.",
        url="https://doi.org/10.1016/0165-4896(91)90076-4",
        used_for="which concept explains an observed outcome",
    ),
)
