"""The papers and texts that the app stands on, as it cites them and in full."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reference:
    """A paper as it is cited in the code, in full, and the kinds of plug-in that come from it."""

    cited: str
    full: str
    link: str = ""
    kinds: frozenset[str] = frozenset()


def _arxiv(cited: str, full: str, number: str, *kinds: str) -> Reference:
    return Reference(
        cited, f"{full} arXiv {number}.", f"https://arxiv.org/abs/{number}", frozenset(kinds)
    )


BIBLIOGRAPHY = (
    Reference("Ackley et al. 1985", "D. H. Ackley, G. E. Hinton and T. J. Sejnowski (1985), A "
              "learning algorithm for Boltzmann machines. Cogn. Sci. 9, 147–169."),
    _arxiv("Alemohammad et al. 2023", "S. Alemohammad et al. (2023), Self-consuming generative "
           "models go MAD.", "2307.01850", "replace", "fixed", "fresh", "fading"),
    _arxiv("Azadi et al. 2019", "S. Azadi et al. (2019), Discriminator rejection sampling.",
           "1810.06758", "discriminator"),
    Reference("Bengio et al. 2003", "Y. Bengio, R. Ducharme, P. Vincent and C. Jauvin (2003), A "
              "neural probabilistic language model. J. Mach. Learn. Res. 3, 1137–1155.",
              kinds=frozenset({"mlp-language-model"})),
    _arxiv("Bertrand et al. 2023", "Q. Bertrand et al. (2023), On the stability of iterative "
           "retraining of generative models on their own data.", "2310.00429", "fixed", "fresh",
           "fading"),
    Reference("Bishop 2006", "C. M. Bishop (2006), Pattern Recognition and Machine Learning, "
              "Springer."),
    Reference("Bonneel et al. 2015", "N. Bonneel et al. (2015), Sliced and Radon Wasserstein "
              "barycenters of measures. J. Math. Imaging Vis. 51, 22–45."),
    Reference("David and Nagaraja 2003", "H. A. David and H. N. Nagaraja (2003), Order Statistics, "
              "3rd ed., Wiley."),
    Reference("Dempster et al. 1977", "A. P. Dempster, N. M. Laird and D. B. Rubin (1977), Maximum "
              "likelihood from incomplete data via the EM algorithm. J. R. Stat. Soc. B 39, 1–38.",
              kinds=frozenset({"gaussian-mixture"})),
    _arxiv("Dohmatob et al. 2024", "E. Dohmatob, Y. Feng and J. Kempe (2024), Model collapse "
           "demystified: the case of regression.", "2402.07712", "least-squares"),
    _arxiv("Dohmatob et al. 2025", "E. Dohmatob, Y. Feng, A. Subramonian and J. Kempe (2025), "
           "Strong model collapse.", "2410.04840"),
    Reference("Dowson and Landau 1982", "D. C. Dowson and B. V. Landau (1982), The Fréchet "
              "distance between multivariate normal distributions. J. Multivar. Anal. 12, "
              "450–455."),
    _arxiv("Feng et al. 2024", "Y. Feng et al. (2024), Beyond model collapse: scaling up with "
           "synthesized data requires verification.", "2406.07515", "discriminator", "likelihood",
           "rule", "noisy"),
    _arxiv("Friedman and Dieng 2023", "D. Friedman and A. B. Dieng (2023), The Vendi score: a "
           "diversity evaluation metric for machine learning.", "2210.02410"),
    _arxiv("Gerstgrasser et al. 2024", "M. Gerstgrasser et al. (2024), Is model collapse "
           "inevitable? Breaking the curse of recursion by accumulating real and synthetic data.",
           "2404.01413", "accumulate", "least-squares"),
    Reference("Goodhart 1975", "C. A. E. Goodhart (1975), Problems of monetary management: the "
              "U.K. experience. Papers in Monetary Economics I, Reserve Bank of Australia."),
    Reference("Gretton et al. 2012", "A. Gretton et al. (2012), A kernel two-sample test. J. Mach. "
              "Learn. Res. 13, 723–773."),
    Reference("Hill 1973", "M. O. Hill (1973), Diversity and evenness: a unifying notation and its "
              "consequences. Ecology 54, 427–432."),
    Reference("Holm 1979", "S. Holm (1979), A simple sequentially rejective multiple test "
              "procedure. Scand. J. Stat. 6, 65–70."),
    Reference("Jelinek et al. 1977", "F. Jelinek et al. (1977), Perplexity: a measure of the "
              "difficulty of speech recognition tasks. J. Acoust. Soc. Am. 62, S63."),
    _arxiv("Kazdan et al. 2024", "J. Kazdan et al. (2024), Collapse or thrive? Perils and promises "
           "of synthetic data in a self-generating world.", "2410.16713", "accumulate-subsample"),
    _arxiv("Kingma and Welling 2014", "D. P. Kingma and M. Welling (2014), Auto-encoding "
           "variational Bayes.", "1312.6114", "vae"),
    _arxiv("Kynkaanniemi et al. 2019", "T. Kynkäänniemi et al. (2019), Improved precision and "
           "recall metric for assessing generative models.", "1904.06991"),
    Reference("Levin and Peres 2017", "D. A. Levin and Y. Peres (2017), Markov Chains and Mixing "
              "Times, 2nd ed., American Mathematical Society."),
    _arxiv("Li et al. 2016", "J. Li et al. (2016), A diversity-promoting objective function for "
           "neural conversation models.", "1510.03055"),
    Reference("Lin 1991", "J. Lin (1991), Divergence measures based on the Shannon entropy. IEEE "
              "Trans. Inf. Theory 37, 145–151."),
    _arxiv("Lipman et al. 2023", "Y. Lipman et al. (2023), Flow matching for generative modeling.",
           "2210.02747", "flow-matching"),
    Reference("Moreau and Missier 2013", "L. Moreau and P. Missier, eds. (2013), PROV-DM: The PROV "
              "Data Model. W3C Recommendation.", "https://www.w3.org/TR/prov-dm/"),
    Reference("NIST AI 100-1", "NIST (2023), Artificial Intelligence Risk Management Framework "
              "(AI RMF 1.0). NIST AI 100-1.", "https://doi.org/10.6028/NIST.AI.100-1"),
    _arxiv("Naeem et al. 2020", "M. F. Naeem et al. (2020), Reliable fidelity and diversity "
           "metrics for generative models.", "2002.09797"),
    Reference("Ney, Essen and Kneser 1994", "H. Ney, U. Essen and R. Kneser (1994), On structuring "
              "probabilistic dependences in stochastic language modelling. Computer Speech and "
              "Language 8, 1–38.", kinds=frozenset({"n-gram"})),
    Reference("Parzen 1962", "E. Parzen (1962), On estimation of a probability density function "
              "and mode. Ann. Math. Stat. 33, 1065–1076.", kinds=frozenset({"kernel-density"})),
    Reference("Politis and Romano 1994", "D. N. Politis and J. P. Romano (1994), Large sample "
              "confidence regions based on subsamples under minimal assumptions. Ann. Stat. 22, "
              "2031–2050."),
    _arxiv("Press and Wolf 2017", "O. Press and L. Wolf (2017), Using the output embedding to "
           "improve language models.", "1608.05859", "character-transformer"),
    Reference("Regulation (EU) 2024/1689", "Regulation (EU) 2024/1689 of 13 June 2024 "
              "(Artificial Intelligence Act), Article 10, as published in OJ L, 12.7.2024; amended "
              "since.", "https://eur-lex.europa.eu/eli/reg/2024/1689/oj"),
    _arxiv("Salimans et al. 2017", "T. Salimans et al. (2017), PixelCNN++: improving the PixelCNN "
           "with discretized logistic mixture likelihood and other modifications.", "1701.05517",
           "vae"),
    _arxiv("Seddik et al. 2024", "M. E. A. Seddik et al. (2024), How bad is training on synthetic "
           "data? A statistical analysis of language model collapse.", "2404.05090", "categorical"),
    Reference("Shao and Wu 1989", "J. Shao and C. F. J. Wu (1989), A general theory for jackknife "
              "variance estimation. Ann. Stat. 17, 1176–1197."),
    _arxiv("Shumailov et al. 2024", "I. Shumailov et al. (2024), AI models collapse when trained "
           "on recursively generated data. Nature 631, 755–759.", "2305.17493", "replace",
           "gaussian"),
    Reference("Simpson 1949", "E. H. Simpson (1949), Measurement of diversity. Nature 163, 688."),
    _arxiv("Srivastava et al. 2017", "A. Srivastava et al. (2017), VEEGAN: reducing mode collapse "
           "in GANs using implicit variational learning.", "1705.07761"),
    Reference("Strathern 1997", "M. Strathern (1997), ‘Improving ratings’: audit in the British "
              "university system. European Review 5, 305–321."),
    _arxiv("Suresh et al. 2024", "A. T. Suresh et al. (2024), Rate of model collapse in recursive "
           "training.", "2412.17646", "poisson"),
    _arxiv("Vaswani et al. 2017", "A. Vaswani et al. (2017), Attention is all you need.",
           "1706.03762", "character-transformer"),
    Reference("Villani 2009", "C. Villani (2009), Optimal Transport: Old and New, Springer."),
    Reference("Wright 1931", "S. Wright (1931), Evolution in Mendelian populations. Genetics 16, "
              "97–159."),
    Reference("Zipf 1949", "G. K. Zipf (1949), Human Behavior and the Principle of Least Effort, "
              "Addison-Wesley."),
)  # fmt: skip
"""In alphabetical order; a paper is listed when a kind, a metric or a closed form names it."""


def cited_in(text: str) -> list[Reference]:
    """The papers that a text names, in alphabetical order."""
    return [paper for paper in BIBLIOGRAPHY if paper.cited in text]
