/** What is asked at the end of a chat, and a guest's address: a script of its own brings it when it is due. */
import { isRunning, type ConversationState } from "../shared/conversation";
import { parseShell } from "../shared/dom";
import type { ChatHost } from "../shared/host";
import type { Questions, QuestionsHost } from "../shared/questions";

export interface QuestionsOptions extends Omit<QuestionsHost, "root" | "shell"> {
  host: ChatHost;
  version: string;
}

export function createQuestions({ host, version, ...others }: QuestionsOptions): Questions {
  let questions: Questions | null = null;
  let loading = false;
  let last: Parameters<Questions["render"]> | null = null;

  /** Script and markup, each kept for good under this version's address. */
  async function load(): Promise<void> {
    const [script, answer] = await Promise.all([
      import(`${host.base}static/questions.js?v=${version}`) as Promise<typeof import("../questions/main")>,
      fetch(`${host.base}questions?shop=${host.shop}&lang=${host.lang}&v=${version}`, { credentials: "omit" }),
    ]);
    if (!answer.ok) throw new Error(String(answer.status));
    questions = script.createQuestions({ ...others, root: host.root, shell: parseShell(await answer.text()) });
    if (last) questions.render(...last);
  }

  return {
    render(talk, wanted) {
      last = [talk, wanted];
      if (questions) questions.render(talk, wanted);
      else if (!loading && isDue(talk, wanted)) {
        loading = true;
        load().catch(() => (loading = false)); // the next change tries again
      }
    },
    forget() {
      last = null;
      questions?.forget();
    },
  };
}

/** A guest who wrote may leave an address; a chat that is over and was answered is rated, and mailed. */
export function isDue(talk: ConversationState, wanted: string): boolean {
  const { conversation } = talk;
  if (!conversation) return false;
  if (!isRunning(talk)) return !!conversation.answered && /rating|transcript/.test(wanted);
  return wanted.includes("ask_email") && !conversation.visitor.customerId && !conversation.reachable;
}
