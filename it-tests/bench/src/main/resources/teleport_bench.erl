%% A node of a benchmark over Erlang's own distribution: the same orders, answers and check sum as
%% the Java nodes (see NodeMain and Checksum). Started as a node named bench<N>@127.0.0.1.
-module(teleport_bench).
-export([main/1]).

-define(STRIDE, 4096).
-define(SAMPLE, 64).
-define(PATIENCE, 120000).

%% Kinds of parcels.
-define(RING, 1).
-define(ACK, 2).
-define(BULK, 3).

main([SelfArgument, NodesArgument, Peer]) ->
    %% Among nodes of this project messages have the form that those have (see ParcelMessage).
    persistent_term:put(is_mixed, Peer =:= "mixed"),
    Self = list_to_integer(SelfArgument),
    Nodes = list_to_integer(NodesArgument),
    Counters = counters:new(3, []),
    register(bench, spawn_opt(fun() -> receive_loop(Self, Nodes, Counters) end,
                              [{message_queue_data, off_heap}])),
    register(bench_echo, spawn(fun echo_loop/0)),
    register(echo, spawn(fun serve/0)),
    io:format("@ok ready~n"),
    obey(Self, Nodes, Counters, []).

node_name(N) -> list_to_atom("bench" ++ integer_to_list(N) ++ "@127.0.0.1").

obey(Self, Nodes, Counters, Flows) ->
    case io:get_line("") of
        eof -> halt(0);
        {error, _} -> halt(1);
        Line ->
            [Order | Arguments] = string:lexemes(string:trim(Line), " "),
            Next =
                try order(Order, Arguments, Self, Nodes, Counters, Flows) of
                    {Answer, NewFlows} -> io:format("@ok ~s~n", [Answer]), NewFlows
                catch
                    Class:Reason -> io:format("@failed ~0p~n", [{Class, Reason}]), Flows
                end,
            obey(Self, Nodes, Counters, Next)
    end.

order("prime", [], Self, Nodes, _, Flows) ->
    [ok = connect(node_name(N), 100) || N <- lists:seq(0, Nodes - 1), N =/= Self],
    {"", Flows};
order("ring", [Senders, Bytes, Messages], Self, Nodes, _, Flows) ->
    {ring(Self, Nodes, list_to_integer(Senders), list_to_integer(Bytes), list_to_integer(Messages)),
     Flows};
order("call", [Target, Callers, Bytes, Millis], _, _, _, Flows) ->
    {call(node_name(list_to_integer(Target)), list_to_integer(Callers), list_to_integer(Bytes),
          list_to_integer(Millis)), Flows};
order("gen-call", [Target, Callers, Bytes, Millis], _, _, _, Flows) ->
    Server = {echo, node_name(list_to_integer(Target))},
    {calls_of(fun(Body) -> Body = gen_server:call(Server, Body, ?PATIENCE) end,
              list_to_integer(Callers), list_to_integer(Bytes), list_to_integer(Millis)), Flows};
order("flow", [Kind, Target, Threads, Bytes], _, _, _, Flows) ->
    To = {bench, node_name(list_to_integer(Target))},
    Body = crypto:strong_rand_bytes(list_to_integer(Bytes)),
    Message = case Kind of
                  "BULK" -> bulk(persistent_term:get(is_mixed), Body);
                  "SMALL" -> {small, Body}
              end,
    New = [spawn_monitor(fun() -> flow(To, Message, 0) end)
           || _ <- lists:seq(1, list_to_integer(Threads))],
    {"", New ++ Flows};
order("stop", [], _, _, _, Flows) ->
    [Pid ! stop || {Pid, _} <- Flows],
    Sent = lists:sum([receive {'DOWN', Monitor, process, Pid, {sent, Count}} -> Count end
                      || {Pid, Monitor} <- Flows]),
    {io_lib:format("sent=~b", [Sent]), []};
order("counters", [], _, _, Counters, Flows) ->
    {io_lib:format("messages=~b bytes=~b corrupt=~b nanos=~b",
                   [counters:get(Counters, 1), counters:get(Counters, 2), counters:get(Counters, 3),
                    erlang:monotonic_time(nanosecond)]), Flows}.

%% A node of this project may not be known to EPMD yet.
connect(Node, 0) -> {no_connection, Node};
connect(Node, Left) ->
    case net_adm:ping(Node) of
        pong -> ok;
        pang -> timer:sleep(100), connect(Node, Left - 1)
    end.

bulk(false, Body) -> {bulk, checksum(Body), Body};
bulk(true, Body) -> {?BULK, 0, 0, 0, checksum(Body), Body}.

%% What arrives.

receive_loop(Self, Nodes, Counters) ->
    receive
        {small, Body} ->
            count(Counters, Body),
            receive_loop(Self, Nodes, Counters);
        {bulk, Sum, Body} ->
            case checksum(Body) of
                Sum -> ok;
                _ -> counters:add(Counters, 3, 1)
            end,
            count(Counters, Body),
            receive_loop(Self, Nodes, Counters);
        {?BULK, _, _, _, Sum, Body} ->
            case checksum(Body) of
                Sum -> ok;
                _ -> counters:add(Counters, 3, 1)
            end,
            count(Counters, Body),
            receive_loop(Self, Nodes, Counters);
        {?ACK, _, Sender, _, Sum, _} ->
            sender_name(Sender) ! {acknowledged, Sum},
            receive_loop(Self, Nodes, Counters);
        {?RING, _, _, _, _, _} = Message ->
            spawn(fun() -> relay(Self, Nodes, Message) end),
            receive_loop(Self, Nodes, Counters);
        {ring, _, _, _, _} = Message ->
            %% A process for each, so that one that waits for room does not hold up the others.
            spawn(fun() -> relay(Self, Nodes, Message) end),
            receive_loop(Self, Nodes, Counters)
    end.

count(Counters, Body) ->
    counters:add(Counters, 2, byte_size(Body)),
    counters:add(Counters, 1, 1).

relay(Self, _, {?RING, Origin, Sender, 1, _, Body}) ->
    {bench, node_name(Origin)} ! {?ACK, Self, Sender, 0, checksum(Body), <<>>};
relay(Self, Nodes, {?RING, Origin, Sender, Hops, Value, Body}) ->
    {bench, node_name((Self + 1) rem Nodes)} ! {?RING, Origin, Sender, Hops - 1, Value, Body};
relay(_, _, {ring, Origin, Tag, 1, Body}) ->
    Origin ! {Tag, checksum(Body)};
relay(Self, Nodes, {ring, Origin, Tag, Hops, Body}) ->
    {bench, node_name((Self + 1) rem Nodes)} ! {ring, Origin, Tag, Hops - 1, Body}.

echo_loop() ->
    receive
        {call, From, Tag, Body} ->
            From ! {Tag, Body},
            echo_loop()
    end.

%% Answers calls as a gen_server does.
serve() ->
    receive
        {'$gen_call', From, Request} ->
            gen:reply(From, Request),
            serve()
    end.

%% The ring.

ring(Self, Nodes, Senders, Bytes, Messages) ->
    Next = {bench, node_name((Self + 1) rem Nodes)},
    Runs = [spawn_monitor(fun() -> exit(ring_sender(Self, Sender, Next, Nodes, Bytes, Messages)) end)
            || Sender <- lists:seq(1, Senders)],
    Results = [receive {'DOWN', Monitor, process, Pid, {done, Lost, Corrupt}} -> {Lost, Corrupt} end
               || {Pid, Monitor} <- Runs],
    io_lib:format("lost=~b corrupt=~b",
                  [lists:sum([L || {L, _} <- Results]), lists:sum([C || {_, C} <- Results])]).

ring_sender(Self, Sender, Next, Nodes, Bytes, Messages) ->
    Body = ring_body(Sender, Bytes),
    case persistent_term:get(is_mixed) of
        false ->
            ring_rounds(Next, Nodes, Body, checksum(Body), Messages, 0, 0);
        true ->
            register(sender_name(Sender), self()),
            Parcel = {?RING, Self, Sender, Nodes - 1, 0, Body},
            parcel_rounds(Next, Parcel, checksum(Body), Messages, 0, 0)
    end.

sender_name(Sender) -> list_to_atom("bench_sender" ++ integer_to_list(Sender)).

parcel_rounds(_, _, _, 0, Lost, Corrupt) -> {done, Lost, Corrupt};
parcel_rounds(Next, Parcel, Sum, Left, Lost, Corrupt) ->
    Next ! Parcel,
    receive
        {acknowledged, Sum} -> parcel_rounds(Next, Parcel, Sum, Left - 1, Lost, Corrupt);
        {acknowledged, _} -> parcel_rounds(Next, Parcel, Sum, Left - 1, Lost, Corrupt + 1)
    after ?PATIENCE ->
        parcel_rounds(Next, Parcel, Sum, Left - 1, Lost + 1, Corrupt)
    end.

%% What a sender sends; made in the first round, which is not counted.
ring_body(Sender, Bytes) ->
    case persistent_term:get({ring_body, Sender}, none) of
        Body when byte_size(Body) =:= Bytes -> Body;
        _ ->
            Body = crypto:strong_rand_bytes(Bytes),
            persistent_term:put({ring_body, Sender}, Body),
            Body
    end.

ring_rounds(_, _, _, _, 0, Lost, Corrupt) -> {done, Lost, Corrupt};
ring_rounds(Next, Nodes, Body, Sum, Left, Lost, Corrupt) ->
    Tag = make_ref(),
    Next ! {ring, self(), Tag, Nodes - 1, Body},
    receive
        {Tag, Sum} -> ring_rounds(Next, Nodes, Body, Sum, Left - 1, Lost, Corrupt);
        {Tag, _} -> ring_rounds(Next, Nodes, Body, Sum, Left - 1, Lost, Corrupt + 1)
    after ?PATIENCE ->
        ring_rounds(Next, Nodes, Body, Sum, Left - 1, Lost + 1, Corrupt)
    end.

%% One way.

flow(To, Message, Sent) ->
    receive
        stop -> exit({sent, Sent})
    after 0 ->
        To ! Message,
        flow(To, Message, Sent + 1)
    end.

%% Calls.

call(Node, Callers, Bytes, Millis) ->
    To = {bench_echo, Node},
    calls_of(fun(Body) ->
                     Tag = make_ref(),
                     To ! {call, self(), Tag, Body},
                     receive {Tag, Body} -> ok end
             end, Callers, Bytes, Millis).

calls_of(Call, Callers, Bytes, Millis) ->
    Body = crypto:strong_rand_bytes(Bytes),
    Begin = erlang:monotonic_time(nanosecond),
    End = Begin + Millis * 1000000,
    Coordinator = self(),
    [spawn_link(fun() -> Coordinator ! {latencies, calls(Call, Body, Begin, End, [])} end)
     || _ <- lists:seq(1, Callers)],
    All = lists:append([receive {latencies, Latencies} -> Latencies end
                        || _ <- lists:seq(1, Callers)]),
    Seconds = (erlang:monotonic_time(nanosecond) - Begin) / 1.0e9,
    Sorted = list_to_tuple(lists:sort(All)),
    Count = tuple_size(Sorted),
    Percentile = fun(P) -> element(max(1, min(Count, ceil(Count * P))), Sorted) / 1000 end,
    io_lib:format("rate=~.1f p50=~.1f p99=~.1f p999=~.1f max=~.1f",
                  [Count / Seconds, Percentile(0.5), Percentile(0.99), Percentile(0.999),
                   Percentile(1.0)]).

calls(_, _, Now, End, Latencies) when Now >= End -> Latencies;
calls(Call, Body, _, End, Latencies) ->
    Begin = erlang:monotonic_time(nanosecond),
    Call(Body),
    Done = erlang:monotonic_time(nanosecond),
    calls(Call, Body, Done, End, [Done - Begin | Latencies]).

%% The same sum as Checksum's.

checksum(Body) ->
    (byte_size(Body) bsl 32) bxor samples(Body, 0, erlang:crc32(<<>>)).

samples(Body, At, Crc) when At >= byte_size(Body) -> Crc;
samples(Body, At, Crc) ->
    Sample = binary:part(Body, At, min(?SAMPLE, byte_size(Body) - At)),
    samples(Body, At + ?STRIDE, erlang:crc32(Crc, Sample)).
