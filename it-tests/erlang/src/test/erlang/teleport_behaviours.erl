%% The behaviours of OTP, each as a real server that keeps what it is sent: gen_server, gen_statem,
%% gen_event and gen_fsm. A call of kept returns that, and any other is answered with itself.
-module(teleport_behaviours).
-export([start/2, stop/2]).
-export([init/1, callback_mode/0, terminate/2, terminate/3, code_change/3, code_change/4]).
-export([handle_call/2, handle_call/3, handle_cast/2, handle_info/2, handle_info/3]).
-export([handle_event/2, handle_event/3, handle_event/4, handle_sync_event/4, idle/2, idle/3]).

start(gen_event, Name) ->
    {ok, Pid} = gen_event:start({local, Name}),
    ok = gen_event:add_handler(Pid, ?MODULE, gen_event),
    ok;
start(Behaviour, Name) ->
    {ok, _} = Behaviour:start({local, Name}, ?MODULE, Behaviour, []),
    ok.

stop(gen_fsm, Name) -> exit(whereis(Name), kill);
stop(Behaviour, Name) -> Behaviour:stop(Name).

init(Behaviour) when Behaviour =:= gen_statem; Behaviour =:= gen_fsm -> {ok, idle, []};
init(_) -> {ok, []}.

callback_mode() -> handle_event_function.

%% gen_server, and gen_event
handle_call(kept, _, Kept) -> {reply, lists:reverse(Kept), Kept};
handle_call(Request, _, Kept) -> {reply, Request, Kept}.
handle_cast(Message, Kept) -> {noreply, [{cast, Message} | Kept]}.
handle_info(Message, Kept) -> {noreply, [{info, Message} | Kept]}.

handle_event(Event, Kept) -> {ok, [{event, Event} | Kept]}.
handle_call(kept, Kept) -> {ok, lists:reverse(Kept), Kept};
handle_call(Request, Kept) -> {ok, Request, Kept}.

%% gen_statem
handle_event({call, From}, kept, _, Kept) ->
    {keep_state, Kept, [{reply, From, lists:reverse(Kept)}]};
handle_event({call, From}, Request, _, Kept) ->
    {keep_state, Kept, [{reply, From, Request}]};
handle_event(Type, Event, _, Kept) ->
    {keep_state, [{Type, Event} | Kept]}.

%% gen_fsm
idle(Event, Kept) -> {next_state, idle, [{event, Event} | Kept]}.
idle(kept, _, Kept) -> {reply, lists:reverse(Kept), idle, Kept};
idle(Event, _, Kept) -> {reply, Event, idle, Kept}.
handle_event(Event, idle, Kept) -> {next_state, idle, [{all_state_event, Event} | Kept]}.
handle_sync_event(Event, _, idle, Kept) -> {reply, Event, idle, Kept}.
handle_info(Message, idle, Kept) -> {next_state, idle, [{info, Message} | Kept]}.

terminate(_, _) -> ok.
terminate(_, _, _) -> ok.
code_change(_, Kept, _) -> {ok, Kept}.
code_change(_, State, Kept, _) -> {ok, State, Kept}.
