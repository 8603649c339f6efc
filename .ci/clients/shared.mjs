// Lets several clients speak over one connection, as a proxy in front of a process does.

/** Splits a transport: what each client numbers by itself becomes unique. */
export class SharedTransport {
  #transport;
  #started;
  #voices = [];

  constructor(transport) {
    this.#transport = transport;
    transport.onmessage = (message) => this.#receive(message);
  }

  /** Returns a transport for one more client. */
  voice() {
    const number = this.#voices.length;
    const voice = {
      start: () => (this.#started ??= this.#transport.start()),
      send: (message) => this.#transport.send(renamed(message, (name) => `${number}:${JSON.stringify(name)}`)),
      close: async () => voice.onclose?.(),
    };
    this.#voices.push(voice);
    return voice;
  }

  close() {
    return this.#transport.close();
  }

  #receive(message) {
    const names = [];
    const own = renamed(message, (name) => {
      const [, number, original] = /^(\d+):(.*)$/.exec(name);
      names.push(Number(number));
      return JSON.parse(original);
    });
    if (message.method && message.id !== undefined) {
      throw new Error(`The server sent the request ${message.method}, which belongs to no client`);
    }
    names.length === 0
      ? this.#voices.forEach((voice) => voice.onmessage?.(own))
      : this.#voices[names[0]].onmessage?.(own);
  }
}

const SUBSCRIPTION = 'io.modelcontextprotocol/subscriptionId';

/** Returns a message with other names in place of ids and tokens. */
function renamed(message, rename) {
  const copy = structuredClone(message);
  const replace = (object, key) => {
    if (object?.[key] !== undefined) {
      object[key] = rename(object[key]);
    }
  };
  replace(copy, 'id');
  replace(copy.params, 'progressToken');
  replace(copy.params, 'requestId');
  replace(copy.params?._meta, 'progressToken');
  replace(copy.params?._meta, SUBSCRIPTION);
  replace(copy.result?._meta, SUBSCRIPTION);
  return copy;
}
