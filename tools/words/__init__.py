"""Makes the list of words that return codes are made of.

How the list was made: every word of four to nine small letters that stands in Debian's American dictionary (wamerican)
and is said at least about 2.5 times in ten million words (the PyPI package wordfreq 3.1.1) was a candidate. Out went
what `left_out/` names, reason by reason. Of the rest the commonest were taken, one after another, unless a word was
less than two slips from one taken before, or the plural of one. A machine made the choice: it marked words by reason
(with the help of VADER's list of words that weigh and the CMU dictionary's list of sounds), read the pool once and the
list twice, then what took the place of words that went, and wrote down what it took out. NO PERSON HAS REVIEWED THE
LIST YET. Who reviews it moves words to `left_out/`, runs the tool again, and says so here.

Once conversations have begun with it, a list must not lose words: whoever has a code with such a word is shut out.
"""
