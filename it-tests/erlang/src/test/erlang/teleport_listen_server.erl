%% What the Erlang teleport library has on each node, as its wire has it: a server that tells a port,
%% and takes {send, Dest, Message} from sockets of {packet, 4}. It counts what comes, so that tests
%% can tell by which way a message came.
-module(teleport_listen_server).
-behaviour(gen_server).
-export([start/0, stop/0, sockets/0, received/0, cut/0]).
-export([init/1, handle_call/3, handle_cast/2, handle_info/2, terminate/2]).

start() ->
    {ok, _} = gen_server:start({local, ?MODULE}, ?MODULE, [], []),
    ok.

stop() ->
    gen_server:stop(?MODULE).

%% How many sockets are open.
sockets() ->
    gen_server:call(?MODULE, sockets).

%% How many messages have come since this was asked last.
received() ->
    gen_server:call(?MODULE, received).

%% Closes all sockets, as if the network had cut them.
cut() ->
    gen_server:call(?MODULE, cut).

init([]) ->
    process_flag(trap_exit, true),
    {ok, Listen} = gen_tcp:listen(0, [binary, {packet, 4}, {active, false}, {reuseaddr, true},
                                      {backlog, 128}]),
    {ok, Port} = inet:port(Listen),
    Server = self(),
    spawn_link(fun() -> accept(Listen, Server) end),
    {ok, #{listen => Listen, port => Port, sockets => #{}, received => 0}}.

accept(Listen, Server) ->
    {ok, Socket} = gen_tcp:accept(Listen),
    Reader = spawn(fun() -> receive go -> read(Socket, Server) end end),
    ok = gen_tcp:controlling_process(Socket, Reader),
    Server ! {accepted, Reader, Socket},
    Reader ! go,
    accept(Listen, Server).

read(Socket, Server) ->
    case gen_tcp:recv(Socket, 0) of
        {ok, Packet} ->
            {send, Dest, Message} = binary_to_term(Packet),
            Server ! received,
            catch Dest ! Message,
            read(Socket, Server);
        {error, _} ->
            ok
    end.

handle_call(get_port, _, #{port := Port} = State) ->
    {reply, {ok, Port}, State};
handle_call(sockets, _, #{sockets := Sockets} = State) ->
    {reply, maps:size(Sockets), State};
handle_call(received, _, #{received := Received} = State) ->
    {reply, Received, State#{received := 0}};
handle_call(cut, _, #{sockets := Sockets} = State) ->
    [begin inet:setopts(Socket, [{linger, {true, 0}}]), gen_tcp:close(Socket) end
     || Socket <- maps:values(Sockets)],
    {reply, ok, State}.

handle_cast(_, State) ->
    {noreply, State}.

handle_info({accepted, Reader, Socket}, #{sockets := Sockets} = State) ->
    monitor(process, Reader),
    {noreply, State#{sockets := Sockets#{Reader => Socket}}};
handle_info({'DOWN', _, process, Reader, _}, #{sockets := Sockets} = State) ->
    {noreply, State#{sockets := maps:remove(Reader, Sockets)}};
handle_info(received, #{received := Received} = State) ->
    {noreply, State#{received := Received + 1}};
handle_info(_, State) ->
    {noreply, State}.

terminate(_, #{listen := Listen, sockets := Sockets}) ->
    gen_tcp:close(Listen),
    [gen_tcp:close(Socket) || Socket <- maps:values(Sockets)],
    ok.
