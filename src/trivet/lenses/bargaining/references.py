"""The works that the lens implements."""

from typing import Final

from trivet.lens.protocol import Reference

REFERENCES: Final = (
    Reference(
        citation="Achen, C. H. (2006). Institutional realism and bargaining models. In R. Thomson et al. (Eds.), The "
        "European Union Decides, 86-123. Cambridge University Press.",
        url="https://doi.org/10.1017/CBO9780511492082.005",
        used_for="the compromise model: why the weighted mean is a Nash solution when disagreement is costly",
    ),
    Reference(
        citation="Schneider, G., Finke, D., & Bailer, S. (2010). Bargaining power in the European Union: An evaluation "
        "of competing game-theoretic models. Political Studies 58(1), 85-103.",
        url="https://doi.org/10.1111/j.1467-9248.2009.00774.x",
        used_for="asymmetric Nash bargaining over a policy scale",
    ),
    Reference(
        citation="Arregui, J., & Perarnaud, C. (2022). A new dataset on legislative decision-making in the European "
        "Union: The DEU III dataset. Journal of European Public Policy 29(1), 12-22.",
        url="https://doi.org/10.1080/13501763.2021.1991983",
        used_for="calibration of the forecast",
    ),
    Reference(
        citation="Black, D. (1948). On the rationale of group decision-making. Journal of Political Economy 56(1), "
        "23-34.",
        url="https://doi.org/10.1086/256633",
        used_for="the weighted median and who is pivotal",
    ),
    Reference(
        citation="Putnam, R. D. (1988). Diplomacy and domestic politics: The logic of two-level games. International "
        "Organization 42(3), 427-460.",
        url="https://doi.org/10.1017/S0020818300027697",
        used_for="win-sets with ratification at home",
    ),
    Reference(
        citation="Schelling, T. C. (1960). The Strategy of Conflict. Harvard University Press.",
        used_for="how a constraint at home strengthens a bargaining position",
    ),
    Reference(
        citation="Nash, J. F. (1950). The bargaining problem. Econometrica 18(2), 155-162.",
        url="https://doi.org/10.2307/1907266",
        used_for="the Nash solution on agreements and packages",
    ),
    Reference(
        citation="Kalai, E., & Smorodinsky, M. (1975). Other solutions to Nash's bargaining problem. Econometrica "
        "43(3), 513-518.",
        url="https://doi.org/10.2307/1914280",
        used_for="the solution of equal shares of the greatest possible gain",
    ),
    Reference(
        citation="Shapley, L. S., & Shubik, M. (1954). A method for evaluating the distribution of power in a "
        "committee system. American Political Science Review 48(3), 787-792.",
        url="https://doi.org/10.2307/1951053",
        used_for="weights of coalition members",
    ),
    Reference(
        citation="Banzhaf, J. F. (1965). Weighted voting doesn't work: A mathematical analysis. Rutgers Law Review 19, "
        "317-343.",
        used_for="weights of coalition members",
    ),
    Reference(
        citation="Wise, B. P., Lester, L., & Efird, B. (2015). An introduction to the KAPSARC Toolkit for Behavioral "
        "Analysis (KTAB) using one-dimensional spatial models. KAPSARC discussion paper KS-1517-DP011A.",
        used_for="the Spatial Model of Politics and the probabilistic Condorcet election",
    ),
    Reference(
        citation="Scholz, J. B., Calbert, G. J., & Smith, G. A. (2011). Unravelling Bueno De Mesquita's group decision "
        "model. In Proceedings of ICAART 2011, vol. 1, 17-30.",
        used_for="the expected-utility challenge model",
    ),
    Reference(
        citation="Bueno de Mesquita, B. (1994). Political forecasting: An expected utility method. In B. Bueno de "
        "Mesquita & F. N. Stokman (Eds.), European Community Decision Making, 71-104. Yale University Press.",
        used_for="the expected-utility challenge model and the emission-standards case",
    ),
    Reference(
        citation="Stokman, F. N., & Van Oosten, R. (1994). The exchange of voting positions: An object-oriented model "
        "of policy networks. In B. Bueno de Mesquita & F. N. Stokman (Eds.), European Community Decision Making, "
        "105-127. Yale University Press.",
        used_for="exchange of positions across issues and its externalities",
    ),
    Reference(
        citation="McKay, M. D., Beckman, R. J., & Conover, W. J. (1979). A comparison of three methods for selecting "
        "values of input variables in the analysis of output from a computer code. Technometrics 21(2), 239-245.",
        url="https://doi.org/10.2307/1268522",
        used_for="draws of uncertain inputs",
    ),
    Reference(
        citation="Saltelli, A., Annoni, P., Azzini, I., Campolongo, F., Ratto, M., & Tarantola, S. (2010). Variance "
        "based sensitivity analysis of model output. Computer Physics Communications 181(2), 259-270.",
        url="https://doi.org/10.1016/j.cpc.2009.09.018",
        used_for="whose inputs the uncertainty comes from",
    ),
    Reference(
        citation="Gneiting, T., & Raftery, A. E. (2007). Strictly proper scoring rules, prediction, and estimation. "
        "Journal of the American Statistical Association 102(477), 359-378.",
        url="https://doi.org/10.1198/016214506000001437",
        used_for="scoring the forecast on known outcomes",
    ),
)
