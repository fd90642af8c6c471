%% A real node that does what a test says: the other side of the tests of nodes in
%% io.teleport.erlang.
%%
%% Connects to a port of this machine, and answers frames of {packet, 4} until the connection ends.
%% A frame is Erlang expressions as text, which are evaluated in a process of their own; the answer
%% is what the last of them came to, as text.
-module(teleport_peer).
-export([start/1, server/1, peek/1, during/2, relay/0, teleport/3, collect/2, loop/1]).

start([Port]) ->
    {ok, Socket} = gen_tcp:connect({127, 0, 0, 1}, list_to_integer(Port),
                                   [binary, {packet, 4}, {active, false}, {nodelay, true}]),
    serve(Socket),
    halt(0, [{flush, false}]).

serve(Socket) ->
    case gen_tcp:recv(Socket, 0) of
        {ok, Text} ->
            {Pid, Monitor} = spawn_monitor(fun() -> exit({result, evaluate(Text)}) end),
            Answer = receive
                         {'DOWN', Monitor, process, Pid, {result, Result}} -> Result;
                         {'DOWN', Monitor, process, Pid, Reason} -> {crashed, Reason}
                     end,
            ok = gen_tcp:send(Socket, unicode:characters_to_binary(
                                        io_lib:format("~0tp", [Answer]))),
            serve(Socket);
        {error, closed} ->
            ok
    end.

evaluate(Text) ->
    try
        {ok, Tokens, _} = erl_scan:string(unicode:characters_to_list(Text) ++ "."),
        {ok, Expressions} = erl_parse:parse_exprs(Tokens),
        {value, Value, _} = erl_eval:exprs(Expressions, []),
        Value
    catch
        Class:Reason -> {Class, Reason}
    end.

%% Registers a process that answers calls of gen_server with what they ask for, with a function.
server(Name) ->
    Owner = self(),
    spawn(fun() -> true = register(Name, self()), Owner ! ready, loop([]) end),
    receive ready -> ok end.

%% What the server was sent and nobody has asked for yet; it stays there.
peek(Name) ->
    Ref = make_ref(),
    Name ! {peek, self(), Ref},
    receive {Ref, Kept} -> Kept end.

%% What a function comes to, and how many calls to echo on a node were answered meanwhile.
during(Node, Fun) ->
    {Pid, Monitor} = spawn_monitor(fun() -> exit({result, Fun()}) end),
    during(Node, Pid, Monitor, 0).

during(Node, Pid, Monitor, Calls) ->
    receive
        {'DOWN', Monitor, process, Pid, {result, Result}} -> {Result, Calls};
        {'DOWN', Monitor, process, Pid, Reason} -> {{crashed, Reason}, Calls}
    after 0 ->
        Calls = gen_server:call({echo, Node}, Calls, 60000),
        during(Node, Pid, Monitor, Calls + 1)
    end.

loop(Kept) ->
    receive
        {peek, From, Ref} ->
            From ! {Ref, lists:reverse(Kept)},
            loop(Kept);
        {'$gen_call', From, kept} ->
            gen:reply(From, lists:reverse(Kept)),
            loop([]);
        {'$gen_call', From, {reply, Term}} ->
            gen:reply(From, Term),
            loop(Kept);
        {'$gen_call', From, {size, Binary}} ->
            gen:reply(From, byte_size(Binary)),
            loop(Kept);
        {'$gen_call', From, {binary, Size}} ->
            gen:reply(From, binary:copy(<<7>>, Size)),
            loop(Kept);
        {'$gen_call', From, from} ->
            gen:reply(From, From),
            loop(Kept);
        {'$gen_call', _, never} ->
            loop(Kept);
        {'$gen_call', _, {crash, Reason}} ->
            exit(Reason);
        {From, {_, _} = To, {sync_notify, Event}} when is_pid(From) ->
            gen:reply(To, ok),
            loop([{sync_notify, Event} | Kept]);
        Message ->
            loop([Message | Kept])
    end.

%% Registers a process that hands messages on, as the demonstration's relay does.
relay() ->
    Owner = self(),
    spawn(fun() -> true = register(relay, self()), Owner ! ready, hand_on() end),
    receive ready -> ok end.

hand_on() ->
    receive
        {relay, [Next | Hops], ReplyTo, Ref, Payload} -> Next ! {relay, Hops, ReplyTo, Ref, Payload};
        {relay, [], ReplyTo, Ref, _} -> ReplyTo ! {done, Ref}
    end,
    hand_on().

%% Sends as the Erlang teleport library does: the port is asked for by a call, the message goes by a
%% socket of its own.
teleport(Name, Node, Message) ->
    {ok, Port} = gen_server:call({teleport_listen_server, Node}, get_port),
    {ok, Socket} = gen_tcp:connect({127, 0, 0, 1}, Port, [binary, {packet, 4}, {nodelay, true}]),
    ok = gen_tcp:send(Socket, term_to_binary({send, Name, Message})),
    Socket.

%% Waits for a number of messages; returns them in the order in which they came.
collect(Count, Timeout) ->
    collect(Count, Timeout, []).

collect(0, _, Collected) ->
    lists:reverse(Collected);
collect(Count, Timeout, Collected) ->
    receive
        Message -> collect(Count - 1, Timeout, [Message | Collected])
    after Timeout ->
        {timeout, lists:reverse(Collected)}
    end.
