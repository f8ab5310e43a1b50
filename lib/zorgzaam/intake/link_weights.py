"""The weights of the linkage model: how they were found, and how well they do.

Each level of a comparison in :mod:`zorgzaam.intake.link_model` has a weight in bits, the strongest
agreement first; a pair has the sum of its weights as the logarithm of its odds. They were found
once, by ``benchmarks/train_linking.py``: logistic regression on labelled pairs of made lists of
initiatives (made by another program than the synthetic wave, with other words and mistakes), of
names in two editions of DBpedia with addresses of FEBRL 3, and of FEBRL 2, each also in one list
and with fewer columns.

Two other ways were tried. The shares m and u of Fellegi and Sunter, counted on the same pairs, did
a little worse (linked: .946, .959 and .983 on the restaurants, FEBRL 1 and the synthetic wave):
they count twice what the comparisons have in common. Expectation maximisation on the list itself
is unstable at this size: see the column EM, where on one list it finds nothing, and levels that a
list does not have cannot be trained.

The thresholds in ``params/build.yaml`` were chosen on the training lists alone. Mean F1 of the
made lists and FEBRL 2 was highest (.916) at a match probability of 0.2 and within .01 of that to
0.4; the strictest of these was taken, since a missed pair stays visible in the review and a wrong
one hides an initiative. ``apart_below_probability`` has the highest mean F1 of 0.02 to 0.3.

F1 over pairs on lists that were used for neither weights nor thresholds, at those thresholds
(``benchmarks/judge_linking.py``). Rule: 0.6 name + 0.4 address >= 80; EM: splink trained on the
list; model: the pairs of the model; linked: the groups, which is what is used.

=============================================  =====  =====  =====  ======
list                                            rule     EM  model  linked
=============================================  =====  =====  =====  ======
Fodor's and Zagat's restaurants (864 rows)      .890   .881   .945    .956
the same, all rows in one list                  .890   .000   .933    .928
the same, without street addresses              .458   .706   .888    .931
FEBRL 1, persons (1,000 rows, one list)         .924   .980   .985    .987
FEBRL 4, persons (10,000 rows, two lists)       .924          .976    .981
synthetic wave, shipped seed (2,162 rows)       .913   .720   .971    .993
synthetic wave, two other seeds                 .897          .969    .988
made lists, another seed (930 rows)             .570   .888   .935    .946
=============================================  =====  =====  =====  ======

The kinds of mistakes in the restaurants were looked at while the comparisons were designed. On
names alone, with no place at all, precision stays high and recall does not: of Hospital and
Museum in DBpedia the model finds 31 and 41 % of the pairs, at a precision of 88 and 96 %.
"""

PRIOR_WEIGHT = -0.9
WEIGHTS = {
    "name": (5.6, 4.1, 2.8, 1.6, 0.9, -0.2, -2.1, -4.7, -8.0),
    "location": (10.3, 8.7, 8.1, 8.2, 4.1, 2.5, 2.4, 9.3, 5.7, 1.0, -3.7),
    "website": (5.0, 1.4, -2.3),
    "kvk": (5.7, 3.7, 1.9, -4.5),
    "start_year": (3.7, 0.5, 0.1, -5.3),
    "source": (1.9, 1.2, -3.1),
}
