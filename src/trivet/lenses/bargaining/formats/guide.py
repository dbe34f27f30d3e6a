"""What questionnaires say to those who fill them in, and notes on how values came about, in four languages."""

from dataclasses import dataclass
from typing import Final

from trivet.base.languages import Language
from trivet.lenses.bargaining.formats.draft import Note

EQUAL: Final[Note] = {
    "en": "The file gives no capabilities, so all actors count alike: 1 stands for each.",
    "ja": "ファイルに能力の値がないため、すべてのアクターを同等とみなし、それぞれ1とする。",
    "ko": "파일에 능력 값이 없으므로 모든 행위자를 동등하게 보아 각각 1로 둔다.",
    "zh-Hant": "檔案未提供能力數值，故將所有行為者同等看待，各以1計。",
}


def answered(count: int) -> Note:
    """How many roles answered, and how their answers were joined."""
    if count == 1:
        return {
            "en": "Answer of one role.",
            "ja": "役割1件の回答。",
            "ko": "한 역할의 응답.",
            "zh-Hant": "1個角色的填答。",
        }
    return {
        "en": f"Joined from the answers of {count} roles: median of the best values, with the lowest and highest end.",
        "ja": f"役割{count}件の回答を統合：最良値は中央値、両端は最小値と最大値。",
        "ko": f"역할 {count}개의 응답을 종합: 최선 추정값은 중앙값, 양 끝은 가장 낮은 하한과 가장 높은 상한.",
        "zh-Hant": f"綜合{count}個角色的填答：最佳估計取中位數，兩端取最小值與最大值。",
    }


@dataclass(frozen=True)
class Guide:
    """The words of a questionnaire in one language.

    Attributes:
        answers: name of the sheet to fill in.
        title: name of the sheet that explains it.
        comment: first line of a questionnaire as text; without commas, semicolons and quotation marks.
        lines: how to fill it in.
        position: what a spreadsheet says to a position that it refuses.
        salience: the same for a salience.
        influence: the same for an influence.
    """

    answers: str
    title: str
    comment: str
    lines: tuple[str, ...]
    position: str
    salience: str
    influence: str


GUIDES: Final[dict[Language, Guide]] = {
    "en": Guide(
        answers="Answers",
        title="How to fill it in",
        comment="Under role write your role (desk officer or analyst or historian) and never a name",
        lines=(
            "Each row asks about one actor on one issue. Fill in the columns from role to note only.",
            "Leave a row blank if you cannot judge it. Blank rows are skipped.",
            "role: your role, such as desk officer, analyst or historian. Never write a name.",
            "position: the outcome that the actor wants, as a number on the scale of the issue. scale_low and "
            "scale_high are its ends, zero and hundred say what they mean.",
            "salience: how much the issue matters to the actor beside everything else it attends to. 0 means not at "
            "all, 100 means that it would set everything else aside.",
            "influence: how much weight the actor could bring to bear on this issue if it used all it has. Any unit "
            "will do, as only ratios count: give 100 to the strongest actor, and 50 to one that is half as strong.",
            "Give three numbers for each: low and high are the smallest and the largest value that you find plausible, "
            "best lies between them. If you have only one number, write it under best and leave low and high blank.",
            "note: your reasons, in a few words. Use open sources only.",
            "To add an actor, copy a row and write another short name under actor and its full name under name.",
            "Answers of several people go one below the other on one sheet. Each row is then told apart by its role.",
        ),
        position="A number on the scale of the issue is needed, with low <= best <= high.",
        salience="A number from 0 to 100 is needed, with low <= best <= high.",
        influence="A number that is not negative is needed, with low <= best <= high.",
    ),
    "ja": Guide(
        answers="回答",
        title="記入方法",
        comment="roleの列には役割（担当官、分析官、研究者など）を記入し、氏名は書かないでください",
        lines=(
            "各行は、1つの争点における1つのアクターについての質問です。"
            "roleからnoteまでの列にのみ記入し、他の列は変更しないでください。",
            "判断できない行は空欄のままにしてください。空欄の行は読み飛ばされます。",
            "role：あなたの役割（担当官、分析官、研究者など）。氏名は書かないでください。",
            "position：そのアクターが望む結果を、争点の尺度上の数値で示します。"
            "scale_lowとscale_highは尺度の両端、zeroとhundredはその意味です。",
            "salience：他のすべての関心事と比べて、その争点がそのアクターにとってどれほど重要かを示します。"
            "0はまったく重要でないこと、100は他のすべてを後回しにすることを意味します。",
            "influence：持てる力をすべて使った場合に、そのアクターが争点に及ぼしうる影響力を示します。"
            "意味をもつのは比率だけなので、単位は自由です。"
            "最も強いアクターを100とし、その半分の強さなら50としてください。",
            "position、salience、influenceには、それぞれ3つの数値を記入します。"
            "lowとhighは、ありうると考える最小値と最大値、bestはその間の最良推定です。"
            "数値が1つだけの場合はbestに書き、lowとhighは空欄にしてください。",
            "note：理由を簡潔に書いてください。公開資料だけを用いてください。",
            "アクターを追加するには、行をコピーし、actorに別の短い名前、nameに正式な名称を書いてください。",
            "複数の人の回答は、1枚のシートに縦に並べます。その場合、各行は役割によって区別されます。",
        ),
        position="争点の尺度上の数値を、low <= best <= high となるように入力してください。",
        salience="0から100までの数値を、low <= best <= high となるように入力してください。",
        influence="負でない数値を、low <= best <= high となるように入力してください。",
    ),
    "ko": Guide(
        answers="응답",
        title="작성 방법",
        comment="role 열에는 역할(담당관·분석관·연구자 등)을 적고 이름은 적지 마십시오",
        lines=(
            "각 행은 한 쟁점과 관련하여 한 행위자에 대해 묻습니다. "
            "role부터 note까지의 열만 작성하고 다른 열은 그대로 두십시오.",
            "판단할 수 없는 행은 비워 두십시오. 빈 행은 건너뜁니다.",
            "role: 작성자의 역할(담당관, 분석관, 연구자 등). 이름은 적지 마십시오.",
            "position: 행위자가 원하는 결과를 쟁점의 척도에 따른 수로 적습니다. "
            "scale_low와 scale_high는 척도의 양 끝 값이고, zero와 hundred는 각 끝이 뜻하는 바입니다.",
            "salience: 다른 모든 관심사에 비해 그 쟁점이 행위자에게 얼마나 중요한지를 적습니다. "
            "0은 전혀 중요하지 않다는 뜻이고, 100은 다른 모든 것을 제쳐 둘 만큼 중요하다는 뜻입니다.",
            "influence: 가진 힘을 모두 쓸 때 그 쟁점에 미칠 수 있는 영향력을 적습니다. "
            "비율만 의미가 있으므로 단위는 자유입니다. "
            "가장 강한 행위자는 100, 힘이 그 절반인 행위자는 50으로 적으십시오.",
            "항목마다 세 개의 수를 적습니다. "
            "low와 high는 있을 법하다고 보는 최솟값과 최댓값이고, best는 그 사이에 있는 최선의 추정값입니다. "
            "수가 하나뿐이면 best에 적고 low와 high는 비워 두십시오.",
            "note: 이유를 간단히 적으십시오. 공개 자료만 사용하십시오.",
            "행위자를 추가하려면 행을 복사하여 actor에 다른 짧은 이름을, name에 정식 명칭을 적으십시오.",
            "여러 사람의 응답은 한 시트에서 아래로 이어 붙입니다. 각 행은 역할로 구분됩니다.",
        ),
        position="쟁점의 척도에 따른 수를 low <= best <= high가 되도록 입력하십시오.",
        salience="0에서 100까지의 수를 low <= best <= high가 되도록 입력하십시오.",
        influence="음수가 아닌 수를 low <= best <= high가 되도록 입력하십시오.",
    ),
    "zh-Hant": Guide(
        answers="填答",
        title="填寫說明",
        comment="role欄請填您的角色（承辦人員、分析人員或研究人員等），切勿填寫姓名",
        lines=(
            "每一列詢問一個行為者在一項議題上的情形。請填寫role至note各欄，其他欄位請勿更動。",
            "無法判斷的列請留空。空白列將予略過。",
            "role：您的角色，例如承辦人員、分析人員或研究人員。切勿填寫姓名。",
            "position：該行為者想要的結果，以議題尺度上的數字表示。"
            "scale_low與scale_high為尺度兩端，zero與hundred說明其意義。",
            "salience：相較於其他所有關注事項，該議題對行為者有多重要。0表示毫不重要，100表示願為此擱置其他一切。",
            "influence：若動用一切力量，該行為者在此議題上能發揮多少影響力。"
            "僅比例有意義，單位不拘：最強者填100，強度為其一半者填50。",
            "每項填三個數字：low與high為您認為合理的最小值與最大值，best為其間的最佳估計。"
            "若只有一個數字，請填在best，low與high留空。",
            "note：簡述理由。僅限使用公開資料。",
            "如要新增行為者，請複製一列，在actor填入另一個簡短名稱，在name填入全名。",
            "多人的填答請在同一工作表中上下相接，各列以角色區分。",
        ),
        position="請輸入議題尺度上的數字，並使 low <= best <= high。",
        salience="請輸入0至100的數字，並使 low <= best <= high。",
        influence="請輸入不為負的數字，並使 low <= best <= high。",
    ),
}
