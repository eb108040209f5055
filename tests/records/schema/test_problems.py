"""What can be wrong with a value."""

from records.schema.problems import Code, ValueProblem


def test_a_problem_is_one_sentence_and_a_code():
    problem = ValueProblem("No.", Code.TAKEN)
    assert (str(problem), problem.message, problem.code) == ("No.", "No.", Code.TAKEN)
    assert ValueProblem("No.").code is Code.INVALID
