"""The works that the lens implements."""

from typing import Final

from trivet.lens.protocol import Reference

REFERENCES: Final = (
    Reference(
        citation="Goldstein, J. S. (1992). A conflict-cooperation scale for WEIS events data. Journal of Conflict "
        "Resolution 36(2), 369-385.",
        url="https://doi.org/10.1177/0022002792036002007",
        used_for="the scale of intensities",
    ),
    Reference(
        citation="Killick, R., Fearnhead, P., & Eckley, I. A. (2012). Optimal detection of changepoints with a linear "
        "computational cost. Journal of the American Statistical Association 107(500), 1590-1598.",
        url="https://doi.org/10.1080/01621459.2012.737745",
        used_for="lasting changes, with hindsight",
    ),
    Reference(
        citation="Fearnhead, P. (2006). Exact and efficient Bayesian inference for multiple changepoint problems. "
        "Statistics and Computing 16, 203-213.",
        url="https://doi.org/10.1007/s11222-006-8450-8",
        used_for="the date of a change, and whether there was one",
    ),
    Reference(
        citation="Page, E. S. (1954). Continuous inspection schemes. Biometrika 41(1/2), 100-115.",
        url="https://doi.org/10.2307/2333009",
        used_for="alarms by cumulative sums",
    ),
    Reference(
        citation="Adams, R. P., & MacKay, D. J. C. (2007). Bayesian online changepoint detection. arXiv:0710.3742.",
        url="https://arxiv.org/abs/0710.3742",
        used_for="alarms by the probability of a recent change",
    ),
    Reference(
        citation="Politis, D. N., & Romano, J. P. (1994). The stationary bootstrap. Journal of the American "
        "Statistical Association 89(428), 1303-1313.",
        url="https://doi.org/10.1080/01621459.1994.10476870",
        used_for="thresholds of alarms, and replayed months",
    ),
    Reference(
        citation="Chamandy, N., Muralidharan, O., Najmi, A., & Naidu, S. (2012). Estimating uncertainty for massive "
        "data streams. Google technical report.",
        used_for="intervals over stories and over listed events",
    ),
    Reference(
        citation="Lichtendahl, K. C., Grushka-Cockayne, Y., & Winkler, R. L. (2013). Is it better to average "
        "probabilities or quantiles? Management Science 59(7), 1594-1611.",
        url="https://doi.org/10.1287/mnsc.1120.1667",
        used_for="the pool of forecasts",
    ),
    Reference(
        citation="Gneiting, T., & Raftery, A. E. (2007). Strictly proper scoring rules, prediction, and estimation. "
        "Journal of the American Statistical Association 102(477), 359-378.",
        url="https://doi.org/10.1198/016214506000001437",
        used_for="scores of forecasts",
    ),
)
