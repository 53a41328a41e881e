"""What a report says, in English and in Korean."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Literal

Language = Literal["en", "ko"]


def language() -> Language:
    """The reader's language: AUTOGRADER_LANG, else the locale's; English unless it is Korean."""
    for variable in ("AUTOGRADER_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(variable, "")
        if value:
            return "ko" if value.lower().startswith("ko") else "en"
    return "en"


STAGES: Mapping[str, Mapping[Language, str]] = {
    "contract": {"en": "form: shapes, types, arguments untouched", "ko": "형식: 모양, 자료형, 인수 보존"},
    "hand": {"en": "a tiny case worked by hand", "ko": "손으로 푼 작은 예"},
    "values": {"en": "values at distinct sizes", "ko": "서로 다른 크기에서의 값"},
    "gradient": {"en": "gradient check by central differences", "ko": "중앙 차분을 이용한 기울기 검사"},
    "properties": {"en": "the property that is asked for", "ko": "요구된 성질"},
    "edges": {"en": "edge cases", "ko": "경계 사례"},
    "training": {"en": "outcome of training", "ko": "학습 결과"},
}

LABELS: Mapping[str, Mapping[Language, str]] = {
    "points": {"en": "{earned} of {points} points", "ko": "{points}점 중 {earned}점"},
    "all passed": {"en": "Every stage passed.", "ko": "모든 단계를 통과했습니다."},
    "first failure": {"en": "First failure", "ko": "처음 실패한 단계"},
    "called": {"en": "called", "ko": "호출"},
    "expected": {"en": "expected", "ko": "기대한 값"},
    "got": {"en": "got", "ko": "받은 값"},
    "mistake": {"en": "This looks like a known mistake", "ko": "흔히 하는 실수와 결과가 같습니다"},
    "read": {"en": "Read", "ko": "읽어 보기"},
    "section": {"en": "the section on this mistake", "ko": "이 실수를 설명하는 절"},
    "chapter": {"en": "the section that teaches this task", "ko": "이 문제를 설명하는 절"},
    "passed": {"en": "passed", "ko": "통과"},
    "failed": {"en": "failed", "ko": "실패"},
    "line": {"en": "in line {number} of your code: {line}", "ko": "작성한 코드의 {number}번째 줄: {line}"},
}

FINDINGS: Mapping[str, Mapping[Language, str]] = {
    "missing": {
        "en": "No function of this name was found. Run the cell that defines it, and keep the name.",
        "ko": "이 이름의 함수가 없습니다. 함수를 정의한 셀을 실행하고, 이름은 바꾸지 마세요.",
    },
    "stub": {
        "en": "Not solved yet: it raises NotImplementedError. Replace that line with your code.",
        "ko": "아직 풀지 않았습니다. NotImplementedError를 일으키는 줄을 자신의 코드로 바꾸세요.",
    },
    "not callable": {
        "en": "The name stands for {type}, not for a function. Define it with def and run that cell again.",
        "ko": "이 이름은 함수가 아니라 {type}입니다. def로 정의하고 그 셀을 다시 실행하세요.",
    },
    "raised": {
        "en": "It raised {type}: {message}",
        "ko": "{type} 예외가 발생했습니다: {message}",
    },
    "timeout": {
        "en": "It did not finish within its time. Look for a loop that never ends.",
        "ko": "제한 시간 안에 끝나지 않았습니다. 끝나지 않는 반복문이 있는지 살펴보세요.",
    },
    "memory": {
        "en": "It needed more memory than there is. Look for an array that grows, or for shapes that broadcast.",
        "ko": "허용된 메모리를 넘었습니다. 계속 커지는 배열이나 뜻하지 않은 브로드캐스팅이 있는지 살펴보세요.",
    },
    "killed": {
        "en": "The process ended before it could answer. Code that exits or crashes the interpreter earns nothing.",
        "ko": "답하기 전에 프로세스가 종료되었습니다. 인터프리터를 끝내거나 멈추게 하는 코드는 점수를 받지 못합니다.",
    },
    "parameters": {
        "en": "The parameters should be named {expected}; yours are {got}.",
        "ko": "매개변수의 이름이 다릅니다. 정해진 이름은 {expected}인데 {got}입니다.",
    },
    "count": {
        "en": "It should return {expected}; it returned {got}.",
        "ko": "돌려줄 것은 {expected}인데 {got}을(를) 돌려주었습니다.",
    },
    "not an array": {
        "en": "{output} should be a NumPy array; it is of type {got}.",
        "ko": "{output}은(는) NumPy 배열이어야 하는데 {got} 형입니다.",
    },
    "not a number": {
        "en": "{output} should be a single real number; it is of type {got}{shape}.",
        "ko": "{output}은(는) 실수 하나여야 하는데 {got} 형{shape}입니다.",
    },
    "shape": {
        "en": "{output} should have shape {axes}{expected}; yours has {got}.",
        "ko": "{output}의 모양은 {axes}{expected}이어야 하는데 {got}입니다.",
    },
    "dtype": {
        "en": "{output} has the right shape, but its entries are {got}; compute in {expected}.",
        "ko": "{output}의 모양은 맞지만 원소가 {got}입니다. {expected}로 계산하세요.",
    },
    "touched": {
        "en": "The call changed its argument {got}. Work on a new array, so that the caller's stays as it was.",
        "ko": "호출한 뒤 인수 {got}의 값이 바뀌었습니다. 원래 배열이 그대로 남도록 새 배열에 계산하세요.",
    },
    "values": {
        "en": "{output} has the right shape; {wrong} of {size} entries differ{oracle}.",
        "ko": "{output}의 모양은 맞지만, 원소 {size}개 중 {wrong}개가 다릅니다{oracle}.",
    },
    "value": {
        "en": "{output} is another number than it should be{oracle}.",
        "ko": "{output}의 값이 다릅니다{oracle}.",
    },
    "statistic": {
        "en": "{output} is {got}; about {expected} is expected, and chance does not explain the difference.",
        "ko": "{output}의 값이 {got}입니다. {expected} 정도여야 하며, 우연히 생길 수 있는 차이가 아닙니다.",
    },
    "outside": {
        "en": "{output} should lie between {low} and {high}; it is {got}.",
        "ko": "{output}은(는) {low} 이상 {high} 이하여야 하는데 {got}입니다.",
    },
    "warned": {
        "en": "The values are right, but the call gave a warning: {got}. Find a form in which it does not arise.",
        "ko": "값은 맞지만 호출하는 동안 경고가 나왔습니다: {got}. 경고가 생기지 않는 꼴로 바꾸세요.",
    },
    "above": {
        "en": "Another choice does better: your mean squared error is {got}, the smallest possible is {expected}.",
        "ko": "더 나은 답이 있습니다. 평균 제곱 오차가 {got}인데, 가능한 최솟값은 {expected}입니다.",
    },
}

ORACLES: Mapping[str, Mapping[Language, str]] = {
    "reference": {"en": "", "ko": ""},
    "differences": {"en": " from what central differences give", "ko": " (중앙 차분으로 구한 값과 비교)"},
}

RATIO: Mapping[Language, str] = {
    "en": "Every entry is {ratio} times what it should be.",
    "ko": "모든 원소가 올바른 값의 {ratio}배입니다.",
}

SHAPE: Mapping[Language, str] = {"en": " and has shape {shape}", "ko": " (모양 {shape})"}
